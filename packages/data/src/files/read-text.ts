import { readFile, stat } from 'node:fs/promises';

import { decodeText } from './decode-text.js';
import { DatasetError } from '../shared/errors.js';

/** Bytes of the largest text file; a string cannot be much longer. */
const LARGEST_TEXT = 2 ** 28;

/**
 * The text of a file in UTF-8, or UTF-16 with a byte-order mark. Throws {@link DatasetError}:
 * `source` for a file that cannot be read, `text` for one in another encoding, with the line, or of
 * more than 256 MiB.
 */
export async function readText(path: string): Promise<string> {
  const refuse = (cause: unknown): never => {
    throw new DatasetError('source', path, `${path} does not exist or cannot be read`, { cause });
  };
  const { size } = await stat(path).catch(refuse);
  if (size > LARGEST_TEXT) {
    const message = `${path} has ${size} bytes, more than the ${LARGEST_TEXT} that a text file may have; make it smaller`;
    throw new DatasetError('text', path, message);
  }
  return decodeText(await readFile(path).catch(refuse), path);
}
