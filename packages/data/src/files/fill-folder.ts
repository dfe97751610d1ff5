import { mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

import { DatasetError } from '../shared/errors.js';
import { flushFolder, flushTree } from './flush-folder.js';

/**
 * Runs `fill` on a temporary folder beside `target` and renames it to `target` when all is on the
 * disk: `target` appears complete or not at all, even after a power cut. The next call for `target`
 * removes what an interrupted process left. `replace` removes what `target` held before; without
 * it, a `target` that is not empty, or that another process fills, throws {@link DatasetError}
 * `exists`.
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
  const others = await removeAbandoned(parent, prefix);
  if (!replace && others.length > 0) throw isFilled(target, join(parent, others[0]!), prefix);
  const staging = join(parent, prefix + ownId());
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

/**
 * This process, with the time when it began: containers that share a folder may have the same ids
 * of processes, and must not write into each other's.
 */
const ownId = (): string => `${process.pid}-${Math.round(performance.timeOrigin)}`;

/** Removes the temporary folders of processes that have ended; returns those of running ones. */
async function removeAbandoned(parent: string, prefix: string): Promise<string[]> {
  const running: string[] = [];
  for (const name of await readdir(parent)) {
    const id = name.startsWith(prefix) ? name.slice(prefix.length) : '';
    if (!/^\d+(-\d+)?$/.test(id)) continue;
    if (id === ownId() || isOtherRunning(pidOf(id))) running.push(name);
    else await rm(join(parent, name), { recursive: true, force: true });
  }
  return running;
}

const pidOf = (id: string): number => Number(id.split('-')[0]);

const isFilled = (target: string, staging: string, prefix: string) => {
  const pid = pidOf(basename(staging).slice(prefix.length));
  return new DatasetError(
    'exists',
    target,
    `process ${pid} is writing ${target}; wait until it ends or choose another folder ` +
      `(if it does not write there, remove ${staging})`,
  );
};

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
function isOtherRunning(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
