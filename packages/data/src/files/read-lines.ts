import { splitLines } from './decode-text.js';
import type { ReadFile } from './read-bounded.js';
import { readText } from './read-text.js';

/**
 * The lines of a text file in UTF-8, or UTF-16 with a byte-order mark, with the line ends of any
 * system. Throws the errors of `readText`.
 */
export async function readLines(path: string, read?: ReadFile): Promise<string[]> {
  return splitLines(await readText(path, read));
}
