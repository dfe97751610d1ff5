import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { FolderLockedError } from '../shared/errors.js';
import { parseJson } from './parse-json.js';

const LOCK_FILE = 'lock.json';

const lockSchema = z.object({
  pid: z.int(),
  host: z.string(),
  /** When the process began, where the system says so: ids of ended processes are used again. */
  began: z.string().optional(),
});
type Lock = z.infer<typeof lockSchema>;

/** Where a stale lock is put before it is removed; the id of the process follows. */
const ASIDE = '.stale-';

/** A lock without content is being written; after this time, its writer was killed. */
const WRITING_MS = 2000;

/**
 * Claims a folder for this process by `lock.json`, and returns what gives it back. Locks that ended
 * processes left are taken over. Throws FolderLockedError, which names the process, while another
 * one has it.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, LOCK_FILE);
  const own: Lock = { pid: process.pid, host: hostname(), began: await beginOf(process.pid) };
  for (;;) {
    try {
      await writeFile(path, JSON.stringify(own), { flag: 'wx' });
      await removeAsides(folder);
      return () => rm(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const text = await readFile(path, 'utf8').catch(() => undefined);
    if (text === undefined) continue;
    const { data: lock } = lockSchema.safeParse(parseJson(text));
    if (lock === undefined ? await isBeingWritten(path) : await isHeld(lock)) {
      throw new FolderLockedError(folder, path, lock);
    }
    await removeStale(path, text);
  }
}

/** Whether the process that wrote `lock` still runs; true if it is on another machine. */
async function isHeld({ pid, host, began }: Lock): Promise<boolean> {
  if (host !== hostname()) return true;
  if (!isRunning(pid)) return false;
  return began === undefined || (await beginOf(pid)) === began;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function isBeingWritten(path: string): Promise<boolean> {
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: 0 }));
  return Date.now() - mtimeMs < WRITING_MS;
}

/** Removes the lock with `text`, but not one that another process wrote since it was read. */
async function removeStale(path: string, text: string): Promise<void> {
  const aside = `${path}${ASIDE}${process.pid}`;
  try {
    await rename(path, aside);
  } catch {
    return;
  }
  if ((await readFile(aside, 'utf8')) === text) await rm(aside, { force: true });
  else await rename(aside, path);
}

/** Removes what processes left that were killed while they removed a stale lock. */
async function removeAsides(folder: string): Promise<void> {
  const begin = `${LOCK_FILE}${ASIDE}`;
  for (const name of await readdir(folder)) {
    if (name.startsWith(begin) && !isRunning(Number(name.slice(begin.length)))) {
      await rm(join(folder, name), { force: true });
    }
  }
}

/** When the process began, as Linux tells; undefined elsewhere. */
async function beginOf(pid: number): Promise<string | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  // The second field, the name in brackets, may hold spaces; the start is the 22nd.
  return text
    ?.slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .at(19);
}
