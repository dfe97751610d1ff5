import {
  avatarSource,
  avatarStyles,
  checkCoco,
  checkCub,
  checkFolder,
  checkOxford,
  cocoSource,
  cubSource,
  type DatasetSource,
  emojiSource,
  folderSource,
  oxfordSource,
  type SourceCheck,
} from '@stackgan/data';
import type { SourceName } from '../options/source-names.js';
import { UsageError } from '../shared/errors.js';

/** The flags of `stackgan prepare` that only some sources have. */
export type SourceFlag = 'from' | 'style' | 'count' | 'testClasses' | 'check';

/** What the flags of a source say. */
export interface OpenArguments {
  /** `''` for a source without `--from`. */
  readonly folder: string;
  /** Of portraits: their style and how many to train on; undefined if not given. */
  readonly style: string | undefined;
  readonly count: number | undefined;
  /** Held-out classes, if given. */
  readonly testClasses?: readonly string[];
  readonly seed: number;
}

/** A data set that `prepare` makes. */
export interface SourceKind {
  /** The flags that only some sources have, of those that this one has. */
  readonly flags: readonly SourceFlag[];
  /** What `--from` names; left out for a source without it. */
  readonly from?: string;
  readonly open: (args: OpenArguments) => Promise<DatasetSource>;
  /** Checks the files that `open` reads; left out for a source without files. */
  readonly check?: (args: OpenArguments) => Promise<SourceCheck>;
}

/** All of them, by name. */
export const SOURCE_KINDS: Record<SourceName, SourceKind> = {
  avatars: { flags: ['style', 'count'], open: openAvatars },
  emoji: { flags: [], open: ({ seed }) => emojiSource({ seed }) },
  folder: {
    flags: ['from', 'check'],
    from: 'your images and their captions: a text file beside each, or captions.jsonl or captions.csv',
    open: folderSource,
    check: checkFolder,
  },
  cub: {
    flags: ['from', 'check', 'testClasses'],
    from: 'CUB_200_2011, and text_c10 or cub_icml',
    open: cubSource,
    check: checkCub,
  },
  'oxford-102': {
    flags: ['from', 'check', 'testClasses'],
    from: 'jpg, imagelabels.mat, setid.mat, and text_c10 or flowers_icml',
    open: oxfordSource,
    check: checkOxford,
  },
  coco: {
    flags: ['from', 'check'],
    from: 'train2014, val2014 and annotations',
    open: cocoSource,
    check: checkCoco,
  },
};

async function openAvatars({ style, count, seed }: OpenArguments): Promise<DatasetSource> {
  if (style !== undefined && !avatarStyles.includes(style)) {
    throw new UsageError(`there is no style ${style}; give one of ${avatarStyles.join(', ')}`);
  }
  return avatarSource({
    seed,
    ...(style !== undefined && { style }),
    ...(count !== undefined && { count }),
  });
}
