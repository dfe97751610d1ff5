import { mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

import { DatasetError } from '../shared/errors.js';
import { flushFolder, flushTree } from './flush-folder.js';

/**
 * Runs `fill` on a temporary folder beside `target` and renames it to `target` when all is on the
 * disk: `target` appears complete or not at all, even after a power cut. The next call for `target`
 * removes what an interrupted process left. `replace` removes what `target` held before; without
 * it, a `target` that is not empty throws {@link DatasetError} `exists`.
 */
export async function fillFolder(
  target: string,
  fill: (folder: string) => Promise<void>,
  { replace = false }: { readonly replace?: boolean } = {},
): Promise<void> {
  const folder = resolve(target);
  if (!replace) await requireEmpty(folder, target);
  const parent = dirname(folder);
  const prefix = `.${basename(folder)}.partial-`;
  await mkdir(parent, { recursive: true });
  await removeAbandoned(parent, prefix);
  const staging = join(parent, prefix + process.pid);
  await rm(staging, { recursive: true, force: true });
  await mkdir(staging);
  try {
    await fill(staging);
    await flushTree(staging);
    if (replace) await rm(folder, { recursive: true, force: true });
    else await removeEmpty(folder, target);
    await rename(staging, folder).catch(throwIfFilled(target));
    await flushFolder(parent);
  } catch (error) {
    await rm(staging, { recursive: true, force: true });
    throw error;
  }
}

/** Removes the temporary folders of processes that have ended. */
async function removeAbandoned(parent: string, prefix: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const owner = name.startsWith(prefix) ? Number(name.slice(prefix.length)) : NaN;
    if (Number.isInteger(owner) && !isRunning(owner)) {
      await rm(join(parent, name), { recursive: true, force: true });
    }
  }
}

async function removeEmpty(folder: string, target: string): Promise<void> {
  await requireEmpty(folder, target);
  // On Windows, `rename` fails if the new name exists, even as an empty folder.
  await rmdir(folder).catch(() => undefined);
}

/** Another process may have filled the folder meanwhile. */
const throwIfFilled = (target: string) => (error: NodeJS.ErrnoException) => {
  throw error.code === 'ENOTEMPTY' || error.code === 'EEXIST' ? notEmpty(target) : error;
};

async function requireEmpty(folder: string, target: string): Promise<void> {
  const entries = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  if (entries.length > 0) throw notEmpty(target);
}

const notEmpty = (target: string) =>
  new DatasetError('exists', target, `${target} is not empty; remove it or choose another folder`);

/** Whether another process of that id runs; signal 0 only asks. */
function isRunning(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
