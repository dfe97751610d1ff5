import { open, mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fillFolder } from '@stackgan/data';

/** What a file is to hold; parts are written one after the other. */
export type FileContent = string | Uint8Array | readonly Uint8Array[];

/** Writes one file under a temporary name and renames it, so that a reader never sees half of it. */
export async function writeFileAtomically(path: string, data: FileContent): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.partial`);
  try {
    await writeThrough(temporary, data);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Fills a folder under a temporary name and renames it; replaces a folder that is there. */
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

// Renaming before the bytes are on the disk could leave an empty file after a power cut.
async function writeThrough(path: string, data: FileContent): Promise<void> {
  const file = await open(path, 'w');
  try {
    if (typeof data === 'string' || data instanceof Uint8Array) await file.writeFile(data);
    else for (const part of data) await file.writeFile(part);
    await file.sync();
  } catch (error) {
    // A failed write of an open file names no path; the message to the user should.
    throw Object.assign(error as Error, { path });
  } finally {
    await file.close();
  }
}
