import { decodeText } from './decode-text.js';
import { type ReadFile, readBounded } from './read-bounded.js';

/** Bytes of the largest text file; a string cannot be much longer. */
const LARGEST_TEXT = 2 ** 28;

/**
 * The text of a file in UTF-8, or UTF-16 with a byte-order mark. Throws {@link DatasetError}:
 * `source` for a file that cannot be read or has more than 256 MiB, `text` for one in another
 * encoding, with the line.
 */
export async function readText(path: string, read: ReadFile = readBounded): Promise<string> {
  return decodeText(await read(path, LARGEST_TEXT), path);
}
