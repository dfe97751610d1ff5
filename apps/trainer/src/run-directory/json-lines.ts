import { appendFile, readFile } from 'node:fs/promises';
import { writeFileAtomically } from './write-atomically.js';

/** Appends one object to a file of one object a line. */
export const appendLine = (path: string, value: unknown): Promise<void> =>
  appendFile(path, `${JSON.stringify(value)}\n`);

/** The objects of a file, none if it does not exist; a last line that was cut off by a crash is left out. */
export async function readLines<T>(path: string): Promise<T[]> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text.split('\n').flatMap((line) => {
    try {
      return [JSON.parse(line) as T];
    } catch {
      return [];
    }
  });
}

/**
 * Drops what was appended after `step`, which a resumed run is about to do again, and a line that was cut off, to
 * which the next would be glued.
 */
export async function rewindLines(path: string, step: number): Promise<void> {
  const kept = (await readLines<{ step: number }>(path)).filter((line) => line.step <= step);
  const text = kept.map((line) => `${JSON.stringify(line)}\n`).join('');
  const isSame = text === (await readFile(path, 'utf8').catch(() => ''));
  if (!isSame) await writeFileAtomically(path, text);
}
