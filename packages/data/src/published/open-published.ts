import type { DatasetSource } from '../source/dataset-source.js';
import { openArchives } from '../trees/open-archives.js';
import { PublishedFiles } from './published-files.js';
import type { SourceCheck } from './source-check.js';

/** Reads the files of a data set; undefined if one that is needed is missing or wrong. */
export type ReadSource = (files: PublishedFiles) => Promise<DatasetSource | undefined>;

/**
 * The source that `read` makes of `folder`, which may hold archives or be one; throws the fault of
 * the first file that has one.
 */
export async function openPublished(folder: string, read: ReadSource): Promise<DatasetSource> {
  const archives = await openArchives(folder);
  try {
    const files = new PublishedFiles(folder, archives);
    const source = await read(files);
    if (files.fault !== undefined) throw files.fault;
    return { ...source!, ...(archives && { close: () => archives.close() }) };
  } catch (error) {
    await archives?.close();
    throw error;
  }
}

/** Checks the files of `folder` by reading them as {@link openPublished} does. */
export async function checkPublished(folder: string, read: ReadSource): Promise<SourceCheck> {
  const archives = await openArchives(folder);
  try {
    const files = new PublishedFiles(folder, archives);
    const source = await read(files);
    return {
      files: files.checked,
      notices: source?.notices ?? [],
      isComplete: files.fault === undefined,
    };
  } finally {
    await archives?.close();
  }
}
