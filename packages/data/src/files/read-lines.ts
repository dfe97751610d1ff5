import { readFile } from 'node:fs/promises';

import { decodeText, splitLines } from './decode-text.js';
import { DatasetError } from '../shared/errors.js';

/**
 * The lines of a text file in UTF-8, or UTF-16 with a byte-order mark, with the line ends of any
 * system. Throws {@link DatasetError}: `source` for a file that cannot be read, `text` for one in
 * another encoding, with the line.
 */
export async function readLines(path: string): Promise<string[]> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new DatasetError('source', path, `${path} does not exist or cannot be read`, { cause });
  });
  return splitLines(decodeText(bytes, path));
}
