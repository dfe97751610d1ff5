import { mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

import { DatasetError } from './errors.js';

/**
 * Runs `fill` on a temporary folder beside `target` and renames it there when all is written, so
 * that a half-written folder is never taken for a whole one. What an interrupted run left is
 * removed by the next one. Throws `DatasetError` when `target` holds something already.
 */
export async function fillFolder(
  target: string,
  fill: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = resolve(target);
  await requireEmpty(folder, target);
  const parent = dirname(folder);
  const prefix = `${basename(folder)}.partial-`;
  await mkdir(parent, { recursive: true });
  for (const name of await readdir(parent)) {
    const owner = name.startsWith(prefix) ? Number(name.slice(prefix.length)) : NaN;
    if (Number.isInteger(owner) && !isRunning(owner)) {
      await rm(join(parent, name), { recursive: true, force: true });
    }
  }
  const staging = join(parent, prefix + process.pid);
  await rm(staging, { recursive: true, force: true });
  await mkdir(staging);
  try {
    await fill(staging);
    await requireEmpty(folder, target);
    await rmdir(folder).catch(() => undefined); // Windows renames onto no folder, even an empty one.
    await rename(staging, folder);
  } catch (error) {
    await rm(staging, { recursive: true, force: true });
    throw error;
  }
}

async function requireEmpty(folder: string, target: string): Promise<void> {
  const entries = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  if (entries.length === 0) return;
  throw new DatasetError(
    'exists',
    target,
    `${target} is not empty; remove it or choose another folder`,
  );
}

/** Whether a process of that id is there; signal 0 only asks. */
function isRunning(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
