import { SENTENCE_ENCODER_NAME } from '@stackgan/text';
import { printableText } from '../shared/printable-text.js';
import { inlineText } from './inline-text.js';
import { type RunOptions, UNKNOWN } from './run-options.js';

/** What the card of an npm package says. */
export interface PackageFacts {
  readonly name: string;
  readonly description: string;
  /** Captions that it can draw. */
  readonly examples: readonly string[];
  readonly weights: string;
  /** Folder of the caption encoder, if the package brings it. */
  readonly encoder?: string | undefined;
}

/** What is used, and the caption to show it with. */
interface UseFacts {
  readonly settings: RunOptions;
  readonly caption?: string | undefined;
  readonly package?: PackageFacts;
}

/** For runs whose encoder is unknown. */
const EMBEDDINGS =
  ' of each embedding (a tensor `embeddings` [N, T], made by the encoder that the weights learned from)';

/** The section of a model card that says how to draw with the model. */
export function useSection({ settings, caption, package: published }: UseFacts): string {
  if (published !== undefined) return useOfPackage(settings, published, caption);
  const isEncoderKnown = settings.encoder.hash !== UNKNOWN;
  const what = isEncoderKnown
    ? `--text ${shellText(caption ?? 'a red apple')}`
    : '--embeddings embeddings.safetensors';
  return `## How to use

In this folder, with Node 20.19 or newer:

\`\`\`sh
npm install --global @stackgan/trainer
stackgan sample --run . ${what} --seeds 0-3
stackgan export --run . --format onnx
\`\`\`

The second line draws four images${isEncoderKnown ? '' : EMBEDDINGS} into \`samples/\`; the third writes one ONNX file from embedding and noise to
image. \`generator-average\` is the moving average to draw with, \`generator\` and \`discriminator\` are the networks as
trained: TensorFlow.js layers models (\`model.json\`, \`weights.bin\`). \`options.json\` holds every option of the run.
${encoderNote(settings)}${settings.options.stage === 2 && isEncoderKnown ? useInCode('.', caption) : ''}`;
}

function useOfPackage(settings: RunOptions, published: PackageFacts, caption?: string): string {
  const { name, weights, examples, encoder } = published;
  const text = examples[0] ?? caption ?? 'a red apple';
  return `## How to use

\`\`\`sh
npm install @stackgan/trainer ${name}
npx stackgan sample --run ${name} --text ${shellText(text)}
\`\`\`
${encoder === undefined ? encoderNote(settings) : ''}${settings.encoder.hash === UNKNOWN ? '' : useInCode(name, text)}
In a browser, give \`loadStackGAN\` the web address of this folder, such as \`https://cdn.jsdelivr.net/npm/${name}\`.

\`stackgan.json\` says where the generators are: TensorFlow.js layers models with ${weights} weights, the moving averages of the
training.${encoder === undefined ? '' : ` The folder \`${encoder}\` holds the caption encoder.`} \`recipe.json\` has the options of each stage, the data set with its hash, the versions and the time; \`training\` has
losses and measurements over time, as files and as pages of curves.
`;
}

/** What else drawing needs, if the encoder is known but does not come with the trainer. */
function encoderNote({ encoder: { name, hash } }: RunOptions): string {
  if (hash === UNKNOWN || name === SENTENCE_ENCODER_NAME) return '';
  return `
The caption encoder ${inlineText(name)} is needed as well, and not included: add \`--encoder\` with its folder or module; in a program, give
\`loadStackGAN\` the folder, or the loaded encoder, as the option \`encoder\`.
`;
}

function useInCode(source: string, caption = 'a red apple'): string {
  const packages = source === '.' ? '' : ` ${source}`;
  return `
In a program of your own, after \`npm install @stackgan/stage2${packages} @tensorflow/tfjs-backend-wasm\` (other backends work, too):

\`\`\`js
import { writeFile } from 'node:fs/promises';
import '@tensorflow/tfjs-backend-wasm';
import { loadStackGAN } from '@stackgan/stage2';

const stackgan = await loadStackGAN('${source}');
const image = await stackgan.generate(${JSON.stringify(caption)}, { seed: 0 });
await writeFile('image.png', image.toPNG());
\`\`\`
`;
}

/** A text as one word of a shell, on one line: a line could end the block of code in the card. */
const shellText = (text: string) =>
  `'${printableText(text.replaceAll(/\s+/g, ' ')).replaceAll("'", String.raw`'\''`)}'`;
