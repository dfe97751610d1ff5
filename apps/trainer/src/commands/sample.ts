import { join } from 'node:path';
import { openDataset } from '@stackgan/data';
import type { LoadedCaptionEncoder } from '@stackgan/text';
import { UsageError } from '../shared/errors.js';
import { openExtractor } from '../evaluation/open-extractor.js';
import { sampleDataset } from '../evaluation/sample-dataset.js';
import { DEFAULT_MODEL } from '../shared/default-model.js';
import { installedModel } from '../run-directory/installed-models.js';
import { findSnapshot } from '../run-directory/run-directory.js';
import { readRunOptions, UNKNOWN } from '../run-directory/run-options.js';
import { checkCaptions } from '../sampling/check-captions.js';
import { encoderOfRun } from '../sampling/encoder-of-run.js';
import { openCascade, type OpenedCascade } from '../sampling/open-cascade.js';
import { type LoadEncoder, openEncoder } from '../sampling/open-encoder.js';
import { readEmbeddings } from '../sampling/read-embeddings.js';
import { rememberEmbeddings } from '../sampling/remember-embeddings.js';
import { openStackGAN } from '../sampling/open-stackgan.js';
import { checkTyped } from './check-typed.js';
import type { Context } from '../shared/context.js';
import { drawCaptions } from './draw-captions.js';
import { drawNearest, requireFew } from './draw-nearest.js';
import { drawWalks, requireEnds } from './draw-walks.js';
import { parseSeeds } from './parse-seeds.js';
import { sayBlanked } from '../sampling/placed-captions.js';
import { runData } from './run-data.js';
import { typedCaptions } from './typed-captions.js';
import { useBackend } from './use-backend.js';

/** Flags of `stackgan sample`. */
export interface SampleArguments {
  /** A run, a model or an installed package; undefined for the package that is installed with us. */
  readonly run: string | undefined;
  readonly texts: readonly string[];
  readonly captions: string | undefined;
  readonly embeddings: string | undefined;
  /**
   * Folder or module of the caption encoder; undefined for the one that the model brings, or the
   * sentence encoder.
   */
  readonly encoder?: string | undefined;
  readonly seeds: string;
  readonly meanOnly: boolean;
  /** Steps of a walk between two captions or seeds; at most one of `interpolate` and `nearest`. */
  readonly interpolate: number | undefined;
  /** Number of training images beside each image. */
  readonly nearest: number | undefined;
  /** Data set for `nearest`; by default that of the run. */
  readonly data: string | undefined;
  /** Most images of the data set to compare with; undefined for all. */
  readonly real?: number | undefined;
  readonly out: string;
  readonly backend: string;
}

/** Replacements in tests. */
export interface SampleSettings {
  readonly loadEncoder?: LoadEncoder;
}

/**
 * `stackgan sample`: draws captions into one file per image and a grid of all; or interpolates
 * between two of them; or shows each image beside the nearest training images.
 */
export async function sample(
  given: SampleArguments,
  context: Context,
  { loadEncoder = openEncoder }: SampleSettings = {},
): Promise<void> {
  for (const flag of ['data', 'real'] as const) {
    if (given[flag] !== undefined && given.nearest === undefined) {
      throw new UsageError(
        `--${flag} chooses the training images of --nearest; leave it out without --nearest`,
      );
    }
  }
  const seeds = parseSeeds(given.seeds);
  const typed = await typedCaptions(given);
  sayBlanked(typed, context);
  const run = given.run ?? (await defaultRun(context));
  const { encoder: trainedOn } = await readRunOptions(await findSnapshot(run));
  const file = given.embeddings;
  const read = file === undefined ? undefined : await readEmbeddings(file, trainedOn);
  if (!read && trainedOn.hash === UNKNOWN) {
    throw new UsageError(
      `the caption encoder of ${run} is unknown, so it cannot draw sentences; give embeddings [N, ${trainedOn.dimension}] of ` +
        'its encoder with --embeddings file.npy or .safetensors, or import it with --data',
    );
  }
  const captions = read?.captions ?? typed.captions;
  const drawing = planDrawing({ ...given, run }, { captions, seeds });
  await useBackend(given.backend, context);
  const loaded =
    read?.encoder ?? (await encoderOfRun({ run, trainedOn }, given.encoder, loadEncoder));
  const encoder = { ...loaded, ...rememberEmbeddings(loaded) };
  try {
    if (read) await checkCaptions(captions, encoder, context);
    else await checkTyped(typed, encoder, { run }, context);
    if (drawing) {
      const opened = await openCascade(run, encoder);
      try {
        context.console.line(await drawing(opened, encoder, context));
      } finally {
        opened.dispose();
      }
      return;
    }
    const opened = await openStackGAN(run, encoder);
    await drawCaptions({ ...given, opened, captions, seeds, context });
    context.console.line(
      `${captions.length * seeds.length} images by ${opened.path} in ${given.out}; all in ${join(given.out, 'grid.png')}`,
    );
  } finally {
    context.console.end();
    encoder.dispose();
  }
}

/** The model that is installed with the trainer, which it names. Throws UsageError without it. */
async function defaultRun({ console }: Context): Promise<string> {
  const model = await installedModel(DEFAULT_MODEL);
  if (model === undefined) {
    throw new UsageError(
      `no --run, and ${DEFAULT_MODEL}, which would draw without one, is not installed; give --run <folder>, or npm install ${DEFAULT_MODEL}`,
    );
  }
  console.line(`no --run: drawing with the installed ${model.name} ${model.version}`);
  return model.name;
}

type Drawing = (
  opened: OpenedCascade,
  encoder: LoadedCaptionEncoder,
  context: Context,
) => Promise<string>;

/**
 * Draws what `--interpolate` or `--nearest` asks for, if given; the result is the line to print.
 */
function planDrawing(
  { interpolate, nearest, meanOnly, out, run, data, real }: SampleArguments & { run: string },
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
    const whole = await openDataset(data ?? (await runData(run)));
    const dataset = sampleDataset(whole, real ?? Infinity);
    const extractor = await openExtractor({ features: 768 });
    try {
      const found = await drawNearest(opened, encoder, options, { dataset, extractor }, context);
      return `images by ${opened.path} in ${out}; training images in ${join(out, 'nearest.png')}\n${found}`;
    } finally {
      extractor.dispose();
      await dataset.close();
    }
  };
}
