import type { Dirent } from 'node:fs';
import { mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

import { DatasetError } from '../shared/errors.js';
import { flushFolder, flushTree } from './flush-folder.js';

/** Options of {@link fillFolder}. */
export interface FillOptions {
  /** Removes what `target` held before. */
  readonly replace?: boolean;
  /**
   * Lets the next call go on with what an interrupted one has written: that of a process that was
   * killed, or that of a call that failed with an error for which this returns true. `fill` then
   * finds it in its folder, and must check it.
   */
  readonly keep?: (error: unknown) => boolean;
  /** Name of a file in the folder that only the next call reads; it is removed at the very end. */
  readonly notes?: string;
}

/** End of the name of a temporary folder that is kept after an error. */
const kept = 'kept';

/**
 * Runs `fill` on a temporary folder beside `target` and renames it to `target` when all is on the
 * disk: `target` appears complete or not at all, even after a power cut. The next call for `target`
 * removes what an interrupted process left, unless it may go on with it. Without `replace`, a
 * `target` that is not empty, or that another process fills, throws {@link DatasetError} `exists`.
 */
export async function fillFolder(
  target: string,
  fill: (folder: string) => Promise<void>,
  { replace = false, keep, notes }: FillOptions = {},
): Promise<void> {
  const folder = resolve(target);
  if (!replace) await requireEmpty(folder, target);
  const parent = dirname(folder);
  const prefix = `.${basename(folder)}.partial-`;
  await mkdir(parent, { recursive: true });
  const { running, abandoned } = await findOthers(parent, prefix);
  if (!replace && running.length > 0) {
    const free = keep && join(parent, prefix + kept);
    throw isFilled(target, join(parent, running[0]!.name), { prefix, free });
  }
  const staging = join(parent, prefix + ownId());
  // A link could lead anywhere.
  const left = keep && abandoned.find((entry) => entry.isDirectory())?.name;
  for (const { name } of abandoned) {
    if (name !== left) await rm(join(parent, name), { recursive: true, force: true });
  }
  await rm(staging, { recursive: true, force: true });
  if (left === undefined) await mkdir(staging);
  else await rename(join(parent, left), staging).catch(throwIfTaken(target));
  try {
    await fill(staging);
    await flushTree(staging);
    if (replace) await rm(folder, { recursive: true, force: true });
    else await removeEmpty(folder, target);
    if (notes !== undefined) await rm(join(staging, notes), { force: true });
    await rename(staging, folder).catch(throwIfFilled(target));
    await flushFolder(parent);
  } catch (error) {
    const isKept = keep?.(error) ?? false;
    // A name of its own: this process still runs, but does not fill it any more.
    if (isKept) await rename(staging, join(parent, prefix + kept)).catch(() => undefined);
    else await rm(staging, { recursive: true, force: true });
    throw error;
  }
}

/**
 * This process, with the time when it began: containers that share a folder may have the same ids
 * of processes, and must not write into each other's.
 */
const ownId = (): string => `${process.pid}-${Math.round(performance.timeOrigin)}`;

/** The temporary folders of running processes, and those that nobody fills any more. */
async function findOthers(
  parent: string,
  prefix: string,
): Promise<{ running: Dirent[]; abandoned: Dirent[] }> {
  const running: Dirent[] = [];
  const abandoned: Dirent[] = [];
  for (const entry of await readdir(parent, { withFileTypes: true })) {
    const { name } = entry;
    const id = name.startsWith(prefix) ? name.slice(prefix.length) : '';
    if (id === kept) abandoned.push(entry);
    if (!/^\d+(-\d+)?$/.test(id)) continue;
    (id === ownId() || isOtherRunning(pidOf(id)) ? running : abandoned).push(entry);
  }
  return { running, abandoned };
}

const pidOf = (id: string): number => Number(id.split('-')[0]);

/** `free` is a name under which the next call goes on with what is in `staging`, if it may. */
const isFilled = (
  target: string,
  staging: string,
  { prefix, free }: { prefix: string; free: string | undefined },
) => {
  const pid = pidOf(basename(staging).slice(prefix.length));
  const wayOut = free ? `rename ${staging} to ${free}, to go on with it` : `remove ${staging}`;
  return new DatasetError(
    'exists',
    target,
    `process ${pid} is writing ${target}; wait until it ends or choose another folder ` +
      `(if it does not write there, ${wayOut})`,
  );
};

async function removeEmpty(folder: string, target: string): Promise<void> {
  await requireEmpty(folder, target);
  // On Windows, `rename` fails if the new name exists, even as an empty folder.
  await rmdir(folder).catch(() => undefined);
}

/** Another process may go on meanwhile with what an interrupted one left. */
const throwIfTaken = (target: string) => (error: NodeJS.ErrnoException) => {
  if (error.code !== 'ENOENT') throw error;
  const message = `another process has begun to write ${target}; wait until it ends or choose another folder`;
  throw new DatasetError('exists', target, message);
};

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
