import { DatasetError } from '../shared/errors.js';
import type { ReadFile } from '../files/read-bounded.js';
import { readLines } from '../files/read-lines.js';

/**
 * Reads a text file of CUB-200-2011 with one line per image: its number, then `columns` more words.
 * Throws DatasetError `source` for a file that cannot be read or an invalid line, with its number.
 */
export async function readTable(
  path: string,
  columns: number,
  read: ReadFile,
): Promise<Map<string, string[]>> {
  const rows = new Map<string, string[]>();
  for (const [index, line] of (await readLines(path, read)).entries()) {
    if (line.trim() === '') continue;
    const [id = '', ...words] = line.trim().split(/\s+/);
    const refuse = (reason: string): never => {
      throw new DatasetError('source', path, `${path}, line ${index + 1}: ${reason}`);
    };
    if (!/^\d+$/.test(id) || words.length !== columns) {
      refuse(`"${line.trim().slice(0, 80)}" is not an image number and ${columns} more words`);
    }
    if (rows.has(id)) refuse(`image ${id} occurs twice`);
    rows.set(id, words);
  }
  return rows;
}
