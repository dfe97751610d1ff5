import { appendFile, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { readBounded } from '../files/read-bounded.js';

/** Its name in the folder that is prepared. */
export const journalFile = 'journal';
/** It has a line of a few bytes per thousands of captions. */
const LONGEST_JOURNAL = 2 ** 20;

/** Notes in the folder of a preparation, for the next one to go on where it is interrupted. */
export class Journal {
  /**
   * @param embedded Number of distinct captions whose embeddings are on the disk.
   * @param left What was in the folder: of the same preparation, of another one, or nothing.
   */
  private constructor(
    private readonly path: string,
    readonly embedded: number,
    readonly left: 'same' | 'other' | 'nothing',
  ) {}

  /** Opens that of the preparation `key`; removes all that is in the folder if it is another's. */
  static async open(folder: string, key: string): Promise<Journal> {
    const path = join(folder, journalFile);
    const entries = await readdir(folder, { withFileTypes: true });
    // Anything but a file was put there: a link could lead anywhere.
    const bytes = entries.every((entry) => entry.isFile())
      ? await readBounded(path, LONGEST_JOURNAL).catch(() => undefined)
      : undefined;
    // A line that is cut off does not count.
    const text = Buffer.from(bytes ?? []).toString('latin1');
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    const [found, ...counts] = whole.split('\n').slice(0, -1);
    if (found === key) {
      await truncate(path, whole.length);
      const embedded = Number(counts.at(-1) ?? 0);
      return new Journal(path, Number.isSafeInteger(embedded) ? embedded : 0, 'same');
    }
    for (const { name } of entries) await rm(join(folder, name), { recursive: true, force: true });
    await writeFile(path, `${key}\n`);
    return new Journal(path, 0, entries.length > 0 ? 'other' : 'nothing');
  }

  /** Notes that the embeddings of so many distinct captions are on the disk. */
  enter(embedded: number): Promise<void> {
    return appendFile(this.path, `${embedded}\n`);
  }
}
