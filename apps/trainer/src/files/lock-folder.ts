import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
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

/** Held, with the id of the process, while a stale lock is removed, which takes milliseconds. */
const TAKEOVER_FILE = 'lock.json.takeover';

/** A lock without content is being written; after this time, its writer was killed. */
const WRITING_MS = 2000;

/**
 * Claims a folder for this process by `lock.json`, and returns what gives it back. Locks that ended
 * processes left are taken over. Throws FolderLockedError, which names the process, while another
 * one has it.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const [path, takeover] = [join(folder, LOCK_FILE), join(folder, TAKEOVER_FILE)];
  const own: Lock = { pid: process.pid, host: hostname(), began: await beginOf(process.pid) };
  for (;;) {
    try {
      await writeFile(path, JSON.stringify(own), { flag: 'wx' });
      // Of a process that was killed meanwhile.
      if (!(await isTakingOver(takeover))) await rm(takeover, { force: true });
      return () => rm(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const text = await readFile(path, 'utf8').catch(() => undefined);
    if (text === undefined) continue;
    const { data: lock } = lockSchema.safeParse(parseJson(text));
    if (lock === undefined ? await isRecent(path) : await isHeld(lock)) {
      throw new FolderLockedError(folder, path, lock);
    }
    await removeStale(path, text, takeover);
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

async function isRecent(path: string): Promise<boolean> {
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: 0 }));
  return Date.now() - mtimeMs < WRITING_MS;
}

/**
 * Removes the lock with `text`, unless another process has done so. Only the one that holds
 * `takeover` removes a lock: one that was read before could be another's by now.
 */
async function removeStale(path: string, text: string, takeover: string): Promise<void> {
  try {
    await writeFile(takeover, String(process.pid), { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    if (await isTakingOver(takeover)) await setTimeout(10);
    else await rm(takeover, { force: true });
    return;
  }
  const now = await readFile(path, 'utf8').catch(() => undefined);
  if (now === text) await rm(path, { force: true });
  await rm(takeover, { force: true });
}

/** Whether a process is removing a stale lock; false for what one left that was killed. */
async function isTakingOver(takeover: string): Promise<boolean> {
  const pid = await readFile(takeover, 'utf8').catch(() => undefined);
  if (pid === undefined || !(await isRecent(takeover))) return false;
  return pid === '' || isRunning(Number(pid));
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
