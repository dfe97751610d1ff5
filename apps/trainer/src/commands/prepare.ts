import type { OptionOverrides } from '../options/apply-overrides.js';
import { join } from 'node:path';
import {
  avatarSource,
  avatarStyles,
  cubSource,
  type DatasetSource,
  emojiSource,
  folderSource,
  type HalfKnownCaptions,
  type Preprocessing,
  prepareDataset,
  readLines,
} from '@stackgan/data';
import { type LoadedCaptionEncoder, loadSentenceEncoder } from '@stackgan/text';
import { releaseGraphs } from '../backends/lazy-backend.js';
import { UsageError } from '../shared/errors.js';
import { readTextFlag } from '../shared/read-text-flag.js';
import { resolvePrepareOptions } from '../options/prepare-options.js';
import { profilePreparation } from '../profiles/find-profile.js';
import { openEncoder } from '../sampling/open-encoder.js';
import type { Context } from '../shared/context.js';
import { useBackend } from './use-backend.js';

/** The flags of `stackgan prepare`. */
export interface PrepareArguments {
  /** Undefined if not given: a folder named after the data set. */
  readonly out: string | undefined;
  /** At most one of `avatars`, `emoji`, `folder` and `cub`; portraits if there is none. */
  readonly avatars: boolean;
  readonly emoji: boolean;
  /** For portraits: their style and how many to train on; undefined if not given. */
  readonly style: string | undefined;
  readonly count: number | undefined;
  /** Folder of images with captions beside them. */
  readonly folder: string | undefined;
  /** Folder of CUB-200-2011. */
  readonly cub: string | undefined;
  readonly testClasses: string | undefined;
  /** Folder of the caption encoder; undefined for the sentence encoder. */
  readonly encoder?: string | undefined;
  readonly profile: string | undefined;
  readonly overrides: OptionOverrides;
  /** Sides of the images in pixels. */
  readonly sizes: readonly number[];
  readonly seed: number;
  readonly backend: string;
}

/** Overrides for tests. */
export interface PrepareSettings {
  readonly loadEncoder?: () => Promise<LoadedCaptionEncoder>;
}

/** `stackgan prepare`: makes a data set in the format for training, with embedded captions. */
export async function prepare(
  args: PrepareArguments,
  context: Context,
  settings: PrepareSettings = {},
): Promise<void> {
  const { sizes, profile } = args;
  const preprocessing = resolvePrepareOptions({
    ...(profile !== undefined && profilePreparation(profile)),
    ...args.overrides,
  });
  const { source, name } = await openSource(args);
  const out = args.out ?? join('datasets', name);
  await useBackend(args.backend, context);
  const loadEncoder = () => openEncoder(args.encoder);
  await prepareSource({ source, out, sizes, preprocessing, loadEncoder, ...settings }, context);
}

/** The source that the flags ask for, and the name of its folder. */
async function openSource({
  avatars,
  emoji,
  style,
  count,
  folder,
  cub,
  testClasses,
  seed,
}: PrepareArguments): Promise<{ source: DatasetSource; name: string }> {
  const asked = [
    ...(avatars ? ['--avatars'] : []),
    ...(emoji ? ['--emoji'] : []),
    ...(folder === undefined ? [] : [`--folder ${folder}`]),
    ...(cub === undefined ? [] : [`--cub ${cub}`]),
  ];
  if (asked.length > 1) {
    throw new UsageError(`${asked.join(' and ')} are ${asked.length} data sets; give one`);
  }
  const isDrawn = avatars || asked.length === 0;
  if (!isDrawn && (style !== undefined || count !== undefined)) {
    throw new UsageError(
      `${style === undefined ? '--count' : '--style'} needs --avatars; give both or none`,
    );
  }
  if (cub === undefined && testClasses !== undefined) {
    throw new UsageError('--test-classes needs --cub <folder>; give both or none');
  }
  if (isDrawn) {
    if (style !== undefined && !avatarStyles.includes(style)) {
      throw new UsageError(`there is no style ${style}; give one of ${avatarStyles.join(', ')}`);
    }
    const chosen = { ...(style !== undefined && { style }), ...(count !== undefined && { count }) };
    return { source: await avatarSource({ seed, ...chosen }), name: 'avatars' };
  }
  if (cub !== undefined) return { source: await openCub(cub, testClasses), name: 'cub' };
  if (emoji) return { source: await emojiSource({ seed }), name: 'emoji' };
  const source = await folderSource({ folder: folder!, seed });
  return { source, name: source.name };
}

async function openCub(folder: string, classes: string | undefined): Promise<DatasetSource> {
  if (classes === undefined) return cubSource({ folder });
  const wanted = 'give a text file with one class per line';
  const lines = await readTextFlag('--test-classes', classes, wanted, readLines);
  const testClasses = lines.map((line) => line.trim());
  return cubSource({ folder, testClasses: testClasses.filter((line) => line !== '') });
}

/** Compiled graphs of the encoder are freed after this number of captions; they took 400 MB. */
const CAPTIONS_PER_RELEASE = 4096;

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
  const encoder = await loadEncoder();
  let released = 0;
  try {
    const info = await prepareDataset({
      source,
      outDir: out,
      preprocessing,
      encoder,
      ...(sizes && { sizes }),
      onProgress: (progress) => {
        context.signal.throwIfAborted();
        if (progress.phase === 'skipped') {
          console.line(`left out ${progress.id}: ${progress.reason}`);
          return;
        }
        if (progress.phase === 'half-known') {
          console.line(`warning: ${halfKnownText(progress)}`);
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
    const { train, test, captions, boxes } = info.counts;
    console.line(
      `prepared ${out}: ${train} training images, ${test} held out, ${captions} captions` +
        (boxes ? `; ${boxes} cropped around their object` : ''),
    );
  } finally {
    console.end();
    encoder.dispose();
    releaseGraphs();
  }
}

function halfKnownText({ count, total, first }: HalfKnownCaptions): string {
  const named = first.map(
    ({ id, caption, unknownShare }) => `${id} "${caption}" (${Math.round(unknownShare * 100)} %)`,
  );
  const others = count > first.length ? ', …' : '';
  return `the caption encoder does not know half or more of ${count} of ${total} captions: ${named.join(', ')}${others}`;
}
