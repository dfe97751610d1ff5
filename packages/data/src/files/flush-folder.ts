import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Waits until the names in `folder` are on the disk; where a folder cannot be flushed, does nothing. */
export async function flushFolder(folder: string): Promise<void> {
  // Windows cannot open folders, and some file systems cannot flush them.
  const handle = await open(folder).catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

/** Waits until all files and folders under `folder` are on the disk. */
export async function flushTree(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await flushTree(path);
    else if (entry.isFile()) await flushFile(path);
  }
  await flushFolder(folder);
}

async function flushFile(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
