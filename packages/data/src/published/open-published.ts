import type { DatasetSource } from '../source/dataset-source.js';
import { sourceOfFolder } from '../source/source-of-folder.js';
import { DataFolder } from '../trees/data-folder.js';
import { CheckedFiles } from './checked-files.js';
import type { SourceCheck } from './source-check.js';

/** Reads the files of a data set; undefined if one that is needed is missing or wrong. */
export type ReadSource = (files: CheckedFiles) => Promise<DatasetSource | undefined>;

/**
 * The source that `read` makes of the folder at `path`, which may hold archives or be one; throws
 * the fault of the first file that has one.
 */
export const openPublished = (path: string, read: ReadSource): Promise<DatasetSource> =>
  sourceOfFolder(path, async (folder) => {
    const files = new CheckedFiles(folder);
    const source = await read(files);
    if (files.fault !== undefined) throw files.fault;
    return source!;
  });

/** Checks the files of the folder at `path` by reading them as {@link openPublished} does. */
export async function checkPublished(path: string, read: ReadSource): Promise<SourceCheck> {
  const folder = await DataFolder.open(path);
  try {
    const files = new CheckedFiles(folder);
    const source = await read(files);
    return {
      files: files.checked,
      notices: source?.notices ?? [],
      isComplete: files.fault === undefined,
    };
  } finally {
    await folder.close();
  }
}
