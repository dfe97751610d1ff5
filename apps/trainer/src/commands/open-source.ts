import {
  avatarSource,
  avatarStyles,
  cocoSource,
  cubSource,
  type DatasetSource,
  emojiSource,
  folderSource,
  readLines,
} from '@stackgan/data';
import { SOURCE_NAMES, type SourceName } from '../options/source-names.js';
import { UsageError } from '../shared/errors.js';
import { readTextFlag } from '../shared/read-text-flag.js';

/** The flags of `stackgan prepare` that choose images and captions. */
export interface SourceArguments {
  /** One of SOURCE_NAMES. */
  readonly source: string;
  /** Folder with the files of the source. */
  readonly from: string | undefined;
  /** Of portraits: their style and how many to train on; undefined if not given. */
  readonly style: string | undefined;
  readonly count: number | undefined;
  /** Text file of held-out classes. */
  readonly testClasses: string | undefined;
  readonly seed: number;
}

type Flag = 'from' | 'style' | 'count' | 'testClasses';

/** A data set that `prepare` makes. */
interface SourceKind {
  /** The flags that only some sources have, of those that this one has. */
  readonly flags: readonly Flag[];
  /** What `--from` names; left out for a source without it. */
  readonly from?: string;
  readonly open: (args: SourceArguments & { readonly folder: string }) => Promise<DatasetSource>;
}

const FLAG_TEXT: Record<Flag, string> = {
  from: '--from',
  style: '--style',
  count: '--count',
  testClasses: '--test-classes',
};

const KINDS: Record<SourceName, SourceKind> = {
  avatars: { flags: ['style', 'count'], open: openAvatars },
  emoji: { flags: [], open: ({ seed }) => emojiSource({ seed }) },
  folder: {
    flags: ['from'],
    from: 'your images, each beside a text file of the same name with one caption per line',
    open: ({ folder, seed }) => folderSource({ folder, seed }),
  },
  cub: {
    flags: ['from', 'testClasses'],
    from: 'CUB_200_2011 and text_c10',
    open: async ({ folder, testClasses }) =>
      cubSource({ folder, ...(await readTestClasses(testClasses)) }),
  },
  coco: {
    flags: ['from'],
    from: 'train2014, val2014 and annotations',
    open: ({ folder }) => cocoSource({ folder }),
  },
};

/**
 * The source that the flags ask for, and the name of its prepared folder. Throws UsageError for an
 * unknown source, a flag that it lacks or does not have; the errors of the source.
 */
export async function openSource(
  args: SourceArguments,
): Promise<{ source: DatasetSource; name: string }> {
  const name = findSource(args.source);
  const { flags, from, open } = KINDS[name];
  if (from !== undefined && args.from === undefined) {
    throw new UsageError(`prepare ${name} needs --from <folder>, which holds ${from}`);
  }
  const superfluous = (Object.keys(FLAG_TEXT) as Flag[]).find(
    (flag) => args[flag] !== undefined && !flags.includes(flag),
  );
  if (superfluous !== undefined) throw new UsageError(superfluousText(superfluous, name));
  const source = await open({ ...args, folder: args.from ?? '' });
  return { source, name: name === 'folder' ? source.name : name };
}

function findSource(name: string): SourceName {
  const found = SOURCE_NAMES.find((each) => each === name);
  if (found !== undefined) return found;
  throw new UsageError(`unknown source ${name}; known: ${SOURCE_NAMES.join(', ')}`);
}

function superfluousText(flag: Flag, name: SourceName): string {
  const others = SOURCE_NAMES.filter((each) => KINDS[each].flags.includes(flag)).join(', ');
  return `prepare ${name} has no ${FLAG_TEXT[flag]}, which is a flag of: ${others}; name one of these, or leave it out`;
}

async function openAvatars({ style, count, seed }: SourceArguments): Promise<DatasetSource> {
  if (style !== undefined && !avatarStyles.includes(style)) {
    throw new UsageError(`there is no style ${style}; give one of ${avatarStyles.join(', ')}`);
  }
  return avatarSource({
    seed,
    ...(style !== undefined && { style }),
    ...(count !== undefined && { count }),
  });
}

async function readTestClasses(file: string | undefined): Promise<{ testClasses?: string[] }> {
  if (file === undefined) return {};
  const wanted = 'give a text file with one class per line';
  const lines = await readTextFlag('--test-classes', file, wanted, readLines);
  const testClasses = lines.map((line) => line.trim()).filter((line) => line !== '');
  return { testClasses };
}
