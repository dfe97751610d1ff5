import type { DatasetSource } from '../source/dataset-source.js';
import { PublishedFiles } from './published-files.js';
import type { SourceCheck } from './source-check.js';

/** Reads the files of a data set; undefined if one that is needed is missing or wrong. */
export type ReadSource = (files: PublishedFiles) => Promise<DatasetSource | undefined>;

/** The source that `read` makes of `folder`; throws the fault of the first file that has one. */
export async function openPublished(folder: string, read: ReadSource): Promise<DatasetSource> {
  const files = new PublishedFiles(folder);
  const source = await read(files);
  if (files.fault !== undefined) throw files.fault;
  return source!;
}

/** Checks the files of `folder` by reading them as {@link openPublished} does. */
export async function checkPublished(folder: string, read: ReadSource): Promise<SourceCheck> {
  const files = new PublishedFiles(folder);
  const source = await read(files);
  return {
    files: files.checked,
    notices: source?.notices ?? [],
    isComplete: files.fault === undefined,
  };
}
