import { DataFolder } from '../trees/data-folder.js';
import type { DatasetSource } from './dataset-source.js';

/**
 * The source that `read` makes of the folder at `path`, whose archives stay open until the source is
 * closed. Throws the errors of `read` and of `DataFolder.open`.
 */
export async function sourceOfFolder(
  path: string,
  read: (folder: DataFolder) => Promise<DatasetSource>,
): Promise<DatasetSource> {
  const folder = await DataFolder.open(path);
  try {
    const source = await read(folder);
    return folder.hasArchives ? { ...source, close: () => folder.close() } : source;
  } catch (error) {
    await folder.close();
    throw error;
  }
}
