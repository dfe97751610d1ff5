import type { RunEvaluation } from '../records/evaluation-schema.js';
import { optionLeaves } from '../options/option-leaves.js';
import { stageSchemas } from '../options/train-options.js';
import { cardFrontMatter } from './card-front-matter.js';
import { metricsSection } from './card-metrics.js';
import { inlineText as inline } from './inline-text.js';
import { type RunOptions, UNKNOWN } from './run-options.js';

/** For runs whose encoder is unknown. */
const EMBEDDINGS =
  ' of each embedding (a tensor `embeddings` [N, T], made by the encoder that the weights learned from)';

/** The image beside the card. */
export const SAMPLES_FILE = 'samples.png';

/** Contents of a model card. */
export interface ModelCard {
  readonly settings: RunOptions;
  readonly step: number;
  /** Trainable parameters of the generator. */
  readonly parameters: number;
  /** The first of the captions in `samples.png`; undefined if there is no such image. */
  readonly caption?: string | undefined;
  /** Origin of imported weights. */
  readonly origin?: string;
  /** Its evaluations, oldest first. */
  readonly evaluations?: readonly RunEvaluation[];
}

/** README.md of a snapshot: description, training data, metrics, use and limits. */
export function modelCard(card: ModelCard): string {
  return `${cardFrontMatter(card.settings)}
# StackGAN Stage-${stageOf(card)}, ${sizeOf(card)}×${sizeOf(card)}

${[summary, samples, data, training, metrics, use, limits].map((part) => part(card)).join('\n')}`;
}

/** Options that name folders of the machine that trained. */
const FOLDERS_HERE = new Set(['data', 'stage1']);

const stageOf = ({ settings: { options } }: ModelCard) => (options.stage === 1 ? 'I' : 'II');
const sizeOf = ({ settings: { options } }: ModelCard) => options.network.imageSize;
const number = (value: number) => value.toLocaleString('en');

function summary(card: ModelCard): string {
  const { settings, step, origin, parameters } = card;
  const { dataset, encoder, options } = settings;
  const count = step * options.batch.size;
  const source = origin
    ? `imported from ${inline(origin)}`
    : `trained on the data set "${inline(dataset.name)}" for ${number(step)} steps of ${options.batch.size} images (${number(count)} in all)`;
  return `A generator that draws ${sizeOf(card)}×${sizeOf(card)} images of captions, ${source}.

| | |
|---|---|
| method | StackGAN, [arXiv 1612.03242](https://arxiv.org/abs/1612.03242) |
| made by | [StackGAN.js](https://www.npmjs.com/package/@stackgan/trainer), TensorFlow.js |
| generator | gf ${options.network.gf}, ${number(parameters)} trainable parameters |
| text | ${inline(encoder.name)}, ${encoder.dimension} numbers per caption (hash ${encoder.hash.slice(0, 12)}) |
`;
}

function samples({ caption, settings }: ModelCard): string {
  if (caption === undefined) return '';
  const rows = settings.options.stage === 2 ? ', Stage-I above Stage-II' : '';
  return `## Samples

![Captions and what is drawn of them](${SAMPLES_FILE})

Captions of the held-out split, chosen by the seed of the run and not by how they look${rows}.
`;
}

function data({ settings: { dataset } }: ModelCard): string {
  const about =
    dataset.name === UNKNOWN
      ? 'The file that the weights come from names neither its data nor a licence.'
      : `${inline(dataset.name)}, licence: ${inline(dataset.licence)}. ${inline(dataset.attribution)}`;
  return `## Data and licence

${about}

The \`license\` above is that of the data; state your own if you publish the weights under another one. The code is under the MIT licence.
`;
}

function training({ settings: { options }, origin }: ModelCard): string {
  const leaves = optionLeaves(stageSchemas[options.stage]).map(({ path }) => path);
  const rows = leaves
    .filter((path) => !FOLDERS_HERE.has(path))
    .map((path) => {
      const value = path
        .split('.')
        .reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], options);
      return `| ${path} | ${inline(JSON.stringify(value) ?? '')} |`;
    });
  return `## Options

${origin ? 'Of the network; the file does not say how it was trained.' : 'All options of the run; `stackgan train --help` explains them.'}

<details><summary>${rows.length} options</summary>

| option | value |
|---|---|
${rows.join('\n')}

</details>
`;
}

const metrics = ({ evaluations = [] }: ModelCard) => metricsSection(evaluations);

function use({ caption, settings }: ModelCard): string {
  const text = (caption ?? 'a red apple').replaceAll("'", String.raw`'\''`);
  const isEncoderKnown = settings.encoder.hash !== UNKNOWN;
  const what = isEncoderKnown ? `--text '${text}'` : '--embeddings embeddings.safetensors';
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
${settings.options.stage === 2 && isEncoderKnown ? useInCode(caption ?? 'a red apple') : ''}`;
}

function useInCode(caption: string): string {
  return `
In a program of your own, after \`npm install @stackgan/stage2 @tensorflow/tfjs-backend-wasm\` (other backends work, too):

\`\`\`js
import { writeFile } from 'node:fs/promises';
import '@tensorflow/tfjs-backend-wasm';
import { loadStackGAN } from '@stackgan/stage2';

const stackgan = await loadStackGAN('.');
const image = await stackgan.generate(${JSON.stringify(caption)}, { seed: 0 });
await writeFile('image.png', image.toPNG());
\`\`\`
`;
}

function limits({ settings: { dataset } }: ModelCard): string {
  const name = dataset.name === UNKNOWN ? 'its data' : inline(dataset.name);
  return `## Limits

It can draw only what ${name} shows, and reads captions in English as that data words them. Of words outside of its data it makes
something inside. Images are small and often malformed, and repeat the biases of the data.
They say nothing about real people or things.
`;
}
