import type { ReadFile } from '../files/read-bounded.js';
import { readLines } from '../files/read-lines.js';
import { cleanCaption } from './clean-caption.js';

/** The captions of a text file. */
export interface CaptionFile {
  readonly captions: readonly string[];
  /** The place of each, such as `tom.txt, line 3`. */
  readonly places: readonly string[];
  /** Number of runs of U+FFFD and control characters that were read as blanks. */
  readonly blanked: number;
}

/**
 * Reads the captions of a text file, one per line, without surrounding blanks; blank lines are
 * skipped, and runs of U+FFFD are read as blanks. Throws the errors of `readLines`.
 */
export async function readCaptions(path: string, read?: ReadFile): Promise<CaptionFile> {
  const captions: string[] = [];
  const places: string[] = [];
  let blanked = 0;
  for (const [index, line] of (await readLines(path, read)).entries()) {
    const clean = cleanCaption(line);
    blanked += clean.blanked;
    if (clean.caption === '') continue;
    captions.push(clean.caption);
    places.push(`${path}, line ${index + 1}`);
  }
  return { captions, places, blanked };
}
