import { DatasetError } from '../shared/errors.js';
import { readLines } from '../files/read-lines.js';

/**
 * A text file of CUB-200-2011: a line for each image, its number first, then `columns` more words.
 * Throws DatasetError `source` for a file that cannot be read or a line that is something else, by its number.
 */
export async function readTable(path: string, columns: number): Promise<Map<string, string[]>> {
  const rows = new Map<string, string[]>();
  for (const [index, line] of (await readLines(path)).entries()) {
    if (line.trim() === '') continue;
    const [id = '', ...words] = line.trim().split(/\s+/);
    const refuse = (reason: string): never => {
      throw new DatasetError('source', path, `${path}, line ${index + 1}: ${reason}`);
    };
    if (!/^\d+$/.test(id) || words.length !== columns) {
      refuse(`"${line.trim().slice(0, 80)}" is not an image's number and ${columns} more`);
    }
    if (rows.has(id)) refuse(`image ${id} is there a second time`);
    rows.set(id, words);
  }
  return rows;
}
