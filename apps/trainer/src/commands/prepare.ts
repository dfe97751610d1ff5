import type { OptionOverrides } from '../options/apply-overrides.js';
import { join } from 'node:path';
import {
  type DatasetSource,
  type PrepareProgress,
  type Preprocessing,
  prepareDataset,
} from '@stackgan/data';
import { type LoadedCaptionEncoder, loadSentenceEncoder } from '@stackgan/text';
import sharp from 'sharp';
import { releaseGraphs } from '../backends/lazy-backend.js';
import { resolvePrepareOptions } from '../options/prepare-options.js';
import { profilePreparation } from '../profiles/find-profile.js';
import { openEncoder } from '../sampling/open-encoder.js';
import type { Context } from '../shared/context.js';
import { checkFiles } from './check-files.js';
import { openSource, type SourceArguments } from './open-source.js';
import { type CountedProgress, preparationLine } from './preparation-line.js';
import { useBackend } from './use-backend.js';

/** The flags of `stackgan prepare`. */
export interface PrepareArguments extends SourceArguments {
  /** Undefined if not given: a folder named after the data set. */
  readonly out: string | undefined;
  /**
   * Folder or module of the caption encoder; undefined for published embeddings or the sentence
   * encoder.
   */
  readonly encoder?: string | undefined;
  readonly profile: string | undefined;
  readonly overrides: OptionOverrides;
  /** Sides of the images in pixels. */
  readonly sizes: readonly number[];
  readonly backend: string;
}

/** Overrides for tests. */
export interface PrepareSettings {
  readonly loadEncoder?: () => Promise<LoadedCaptionEncoder>;
}

/**
 * `stackgan prepare`: makes a data set in the format for training, with embedded captions, or
 * checks the files that it would be made of.
 */
export async function prepare(
  args: PrepareArguments,
  context: Context,
  settings: PrepareSettings = {},
): Promise<void> {
  if (args.check) return checkFiles(args, context);
  const { sizes, profile } = args;
  const preprocessing = resolvePrepareOptions({
    ...(profile !== undefined && profilePreparation(profile)),
    ...args.overrides,
  });
  const { source, name } = await openSource(args);
  const out = args.out ?? join('datasets', name);
  await useBackend(args.backend, context);
  const loadEncoder = () => openEncoder(args.encoder);
  const { encoder: _published, ...unembedded } = source;
  const chosen = args.encoder === undefined ? source : unembedded;
  const options = { out, sizes, preprocessing, loadEncoder, ...settings };
  await prepareSource({ source: chosen, ...options }, context);
}

/** Compiled graphs of the encoder are freed after this number of captions; they took 400 MB. */
const CAPTIONS_PER_RELEASE = 4096;

/** So many animations are named; then they are only counted. */
const ANIMATIONS_NAMED = 3;

/** Prepares any source, on the current backend. */
export async function prepareSource(
  {
    source,
    out,
    sizes,
    preprocessing = {},
    loadEncoder = loadSentenceEncoder,
  }: PrepareSettings & {
    readonly source: DatasetSource;
    readonly out: string;
    readonly sizes?: readonly number[];
    readonly preprocessing?: Partial<Preprocessing>;
  },
  context: Context,
): Promise<void> {
  const { console } = context;
  // No image is decoded twice: without a cache, memory is steady.
  sharp.cache(false);
  const { encoder: own } = source;
  if (own) console.line(`embeddings: as published, ${own.dimension} numbers of ${own.name}`);
  const encoder = own ? undefined : await loadEncoder();
  let released = 0;
  let animations = 0;
  try {
    const info = await prepareDataset({
      source,
      outDir: out,
      preprocessing,
      ...(encoder && { encoder }),
      ...(sizes && { sizes }),
      onProgress: (progress) => {
        // When it has stopped, it only says what is kept.
        if (progress.phase !== 'stopped') context.signal.throwIfAborted();
        if (progress.phase === 'animated' && ++animations > ANIMATIONS_NAMED) return;
        if (!isCounted(progress)) {
          console.line(preparationLine(progress, out));
          return;
        }
        const { phase, done, total } = progress;
        const text = `${phase} ${done}${total === undefined ? '' : `/${total}`}`;
        console.progress(text, { isTick: done === total });
        // Captions are sorted by length: the graphs of a finished length are never used again.
        if (phase === 'captions' && done - released >= CAPTIONS_PER_RELEASE) {
          released = done;
          releaseGraphs();
        }
      },
    });
    for (const notice of source.notices ?? []) console.line(notice);
    if (animations > ANIMATIONS_NAMED) {
      console.line(`warning: the first image is used of ${animations} animations in all`);
    }
    const { train, test, captions, boxes } = info.counts;
    console.line(
      `prepared ${out}: ${train} training images, ${test} held out, ${captions} captions` +
        (boxes ? `; ${boxes} cropped around their object` : ''),
    );
  } finally {
    console.end();
    encoder?.dispose();
    releaseGraphs();
    await source.close?.();
  }
}

const isCounted = (progress: PrepareProgress): progress is CountedProgress =>
  ['examples', 'images', 'captions'].includes(progress.phase);
