import type { DatasetSource } from '../source/dataset-source.js';
import { PublishedFiles } from './published-files.js';

/** What a check says about a file of a data set, or about a folder of files of one kind. */
export interface CheckedFile {
  /** Relative to the folder of the data set. */
  readonly path: string;
  /**
   * `absent` is a file that the data set can do without, `unchecked` one that cannot be checked
   * because another one is missing or wrong.
   */
  readonly state: 'found' | 'missing' | 'wrong' | 'absent' | 'unchecked';
  /** What it holds, who offers it if it is not there, or what is wrong and where. */
  readonly detail: string;
}

/** All files that a data set expects, and what is remarkable about it. */
export interface SourceCheck {
  readonly files: readonly CheckedFile[];
  /** The notices of its source; none while a needed file is missing or wrong. */
  readonly notices: readonly string[];
  /** Whether it can be prepared. */
  readonly isComplete: boolean;
}

/** Reads the files of a data set; undefined if one that is needed is missing or wrong. */
export type ReadSource = (files: PublishedFiles) => Promise<DatasetSource | undefined>;

/** The source that `read` makes of `folder`; throws the fault of the first file that has one. */
export async function openSource(folder: string, read: ReadSource): Promise<DatasetSource> {
  const files = new PublishedFiles(folder);
  const source = await read(files);
  if (files.fault !== undefined) throw files.fault;
  return source!;
}

/** Checks the files of `folder` by reading them as {@link openSource} does. */
export async function checkSource(folder: string, read: ReadSource): Promise<SourceCheck> {
  const files = new PublishedFiles(folder);
  const source = await read(files);
  return {
    files: files.checked,
    notices: source?.notices ?? [],
    isComplete: files.fault === undefined,
  };
}
