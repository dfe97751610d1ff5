import { join } from 'node:path';
import { openDataset } from '@stackgan/data';
import { loadSentenceEncoder, type LoadedTextEncoder } from '@stackgan/text';
import { UsageError } from '../errors.js';
import { openExtractor } from '../evaluation/open-extractor.js';
import type { SampleArguments } from '../command-arguments.js';
import { findSnapshot } from '../run-directory/run-directory.js';
import { readRunOptions, UNKNOWN } from '../run-directory/run-options.js';
import { checkCaptions } from '../sampling/check-captions.js';
import { openDrawer, type OpenedDrawer } from '../sampling/open-drawer.js';
import { readEmbeddings } from '../sampling/read-embeddings.js';
import { rememberEmbeddings } from '../sampling/remember-embeddings.js';
import { openSampler } from '../sampling/sampler.js';
import { unstatedWords } from '../sampling/unstated-words.js';
import type { Context } from './context.js';
import { drawCaptions } from './draw-captions.js';
import { drawNearest, requireFew } from './draw-nearest.js';
import { drawWalks, requireEnds } from './draw-walks.js';
import { parseSeeds } from './parse-seeds.js';
import { runData } from './run-data.js';
import { typedCaptions } from './typed-captions.js';
import { useBackend } from './use-backend.js';

/** What tests change about it. */
export interface SampleSettings {
  readonly loadEncoder?: () => Promise<LoadedTextEncoder>;
}

/**
 * `stackgan sample`: pictures of captions, one file each, and a grid of all; or walks between two of them; or each with the
 * training pictures nearest to it.
 */
export async function sample(
  given: SampleArguments,
  context: Context,
  { loadEncoder = loadSentenceEncoder }: SampleSettings = {},
): Promise<void> {
  if (given.data !== undefined && given.nearest === undefined) {
    throw new UsageError('--data is for --nearest, whose training pictures it holds; leave it out');
  }
  const seeds = parseSeeds(given.seeds);
  const typed = await typedCaptions(given);
  if (typed.blanked > 0) {
    context.console.line(
      `captions: ${typed.blanked} runs of U+FFFD or control characters read as blanks`,
    );
  }
  const { encoder: trainedOn } = await readRunOptions(await findSnapshot(given.run));
  const file = given.embeddings;
  const read = file === undefined ? undefined : await readEmbeddings(file, trainedOn);
  if (!read && trainedOn.hash === UNKNOWN) {
    throw new UsageError(
      `nobody said what encoded the text of ${given.run}, so it draws no sentence; give embeddings [N, ${trainedOn.dimension}] of ` +
        'its encoder with --embeddings file.npy or .safetensors, or import it with --data',
    );
  }
  const captions = read?.captions ?? typed.captions;
  const drawing = planDrawing(given, { captions, seeds });
  await useBackend(given.backend, context);
  const loaded = read?.encoder ?? (await loadEncoder());
  const encoder = { ...loaded, ...rememberEmbeddings(loaded) };
  try {
    // Word pieces are counted by the encoder alone, and before the first picture.
    if (!read && encoder.validate) typed.check(encoder.validate);
    await checkCaptions(captions, encoder, context);
    if (!read) await sayUnstated(captions, given.run, encoder, context);
    if (drawing) {
      const opened = await openDrawer(given.run, encoder);
      try {
        context.console.line(await drawing(opened, encoder, context));
      } finally {
        opened.dispose();
      }
      return;
    }
    const sampler = await openSampler(given.run, encoder);
    await drawCaptions({ ...given, sampler, captions, seeds, context });
    context.console.line(
      `${captions.length * seeds.length} pictures by ${sampler.snapshot} in ${given.out}; all in ${join(given.out, 'grid.png')}`,
    );
  } finally {
    context.console.end();
    encoder.dispose();
  }
}

/** Says which words the data set never says, if it is still where it was. */
async function sayUnstated(
  captions: readonly string[],
  run: string,
  { unknownShare = () => 0 }: LoadedTextEncoder,
  { console }: Context,
): Promise<void> {
  const dataset = await runData(run)
    .then((data) => openDataset(data))
    .catch(() => undefined);
  if (dataset === undefined) return;
  const words = unstatedWords(captions, dataset.examples, (word) => unknownShare(word) < 1 / 2);
  await dataset.close();
  if (words.length === 0) return;
  const list = words.map((word) => `"${word}"`).join(', ');
  console.line(`note: no caption of ${dataset.info.name} says ${list}: pictures cannot show it`);
}

type Drawing = (
  opened: OpenedDrawer,
  encoder: LoadedTextEncoder,
  context: Context,
) => Promise<string>;

/** What `--interpolate` or `--nearest` draw, if one of them is given; the result is what to say of it. */
function planDrawing(
  { interpolate, nearest, meanOnly, out, run, data }: SampleArguments,
  texts: { captions: readonly string[]; seeds: readonly number[] },
): Drawing | undefined {
  const common = { ...texts, meanOnly, out };
  if (interpolate !== undefined) {
    const options = { ...common, steps: interpolate };
    requireEnds(options);
    return async (opened, encoder, context) => {
      await drawWalks(opened, encoder, options, context);
      return `steps by ${opened.path} in ${out}; all in ${join(out, 'interpolation.png')}`;
    };
  }
  if (nearest === undefined) return undefined;
  const options = { ...common, count: nearest };
  requireFew(options);
  return async (opened, encoder, context) => {
    const dataset = await openDataset(data ?? (await runData(run)));
    const extractor = await openExtractor({ features: 768 });
    try {
      const found = await drawNearest(opened, encoder, options, { dataset, extractor }, context);
      return `pictures by ${opened.path} in ${out}; training pictures in ${join(out, 'nearest.png')}\n${found}`;
    } finally {
      extractor.dispose();
      await dataset.close();
    }
  };
}
