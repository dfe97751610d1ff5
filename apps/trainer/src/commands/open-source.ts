import { type DatasetSource, readLines, type SourceCheck } from '@stackgan/data';
import { SOURCE_NAMES, type SourceName } from '../options/source-names.js';
import { UsageError } from '../shared/errors.js';
import { readTextFlag } from '../shared/read-text-flag.js';
import {
  type OpenArguments,
  SOURCE_KINDS,
  type SourceFlag,
  type SourceKind,
} from './source-kinds.js';

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
  /** Whether to check the files only. */
  readonly check: boolean | undefined;
  readonly seed: number;
}

const FLAG_TEXT: Record<SourceFlag, string> = {
  from: '--from',
  style: '--style',
  count: '--count',
  testClasses: '--test-classes',
  check: '--check',
};

/**
 * The source that the flags ask for, and the name of its prepared folder. Throws UsageError for an
 * unknown source, a flag that it lacks or does not have; the errors of the source.
 */
export async function openSource(
  args: SourceArguments,
): Promise<{ source: DatasetSource; name: string }> {
  const { name, kind, given } = await readArguments(args);
  const source = await kind.open(given);
  return { source, name: name === 'folder' ? source.name : name };
}

/** Checks the files of that source; throws the same errors, but none for its files. */
export async function checkSource(args: SourceArguments): Promise<SourceCheck> {
  const { kind, given } = await readArguments(args);
  return kind.check!(given);
}

async function readArguments(
  args: SourceArguments,
): Promise<{ name: SourceName; kind: SourceKind; given: OpenArguments }> {
  const name = findSource(args.source);
  const kind = SOURCE_KINDS[name];
  if (kind.from !== undefined && args.from === undefined) {
    throw new UsageError(`prepare ${name} needs --from <folder>, which holds ${kind.from}`);
  }
  const superfluous = (Object.keys(FLAG_TEXT) as SourceFlag[]).find(
    (flag) => args[flag] !== undefined && !kind.flags.includes(flag),
  );
  if (superfluous !== undefined) throw new UsageError(superfluousText(superfluous, name));
  const { style, count, seed, from: folder = '' } = args;
  const testClasses = await readTestClasses(args.testClasses);
  return { name, kind, given: { style, count, seed, folder, ...testClasses } };
}

function findSource(name: string): SourceName {
  const found = SOURCE_NAMES.find((each) => each === name);
  if (found !== undefined) return found;
  throw new UsageError(`unknown source ${name}; known: ${SOURCE_NAMES.join(', ')}`);
}

function superfluousText(flag: SourceFlag, name: SourceName): string {
  const others = SOURCE_NAMES.filter((each) => SOURCE_KINDS[each].flags.includes(flag)).join(', ');
  return `prepare ${name} has no ${FLAG_TEXT[flag]}, which is a flag of: ${others}; name one of these, or leave it out`;
}

async function readTestClasses(file: string | undefined): Promise<{ testClasses?: string[] }> {
  if (file === undefined) return {};
  const wanted = 'give a text file with one class per line';
  const lines = await readTextFlag('--test-classes', file, wanted, readLines);
  const testClasses = lines.map((line) => line.trim()).filter((line) => line !== '');
  return { testClasses };
}
