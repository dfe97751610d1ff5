import { open, mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fillFolder, flushFolder } from '@stackgan/data';

/** Contents of a file; parts are written one after another. */
export type FileContent = string | Uint8Array | readonly Uint8Array[];

/** The parts of a content in order. */
export const contentParts = (data: FileContent): readonly (string | Uint8Array)[] =>
  typeof data === 'string' || data instanceof Uint8Array ? [data] : data;

/**
 * Writes one file under a temporary name and renames it, so that no reader sees an incomplete file.
 */
export async function writeFileAtomically(path: string, data: FileContent): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.partial`);
  try {
    await rm(temporary, { force: true });
    await writeThrough(temporary, data);
    await rename(temporary, path);
    await flushFolder(dirname(path));
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Fills a folder under a temporary name and renames it; replaces an existing folder. */
export async function writeFolderAtomically(
  path: string,
  fill: (write: (name: string, data: FileContent) => Promise<void>) => Promise<void>,
): Promise<void> {
  const fillFiles = (folder: string) =>
    fill(async (name, data) => {
      const file = join(folder, name);
      await mkdir(dirname(file), { recursive: true });
      await writeThrough(file, data);
    });
  await fillFolder(path, fillFiles, { replace: true });
}

// Flushes first: without it, a power cut after renaming could leave an empty file. Only a new file is
// opened: a symbolic link in a folder from elsewhere could lead to any file.
async function writeThrough(path: string, data: FileContent): Promise<void> {
  const file = await open(path, 'wx');
  try {
    for (const part of contentParts(data)) await file.writeFile(part);
    await file.sync();
  } catch (error) {
    // The error of a failed write to an open file has no path, but the message to the user needs
    // it.
    throw Object.assign(error as Error, { path });
  } finally {
    await file.close();
  }
}
