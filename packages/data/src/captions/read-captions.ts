import { readLines } from '../files/read-lines.js';

/** The captions of a text file. */
export interface CaptionFile {
  readonly captions: readonly string[];
  /** The place of each, such as `tom.txt, line 3`. */
  readonly places: readonly string[];
  /** Number of runs of U+FFFD and control characters that were read as blanks. */
  readonly blanked: number;
}

/** U+FFFD, which programs put in place of characters they cannot read, and control characters. */
const noCharacter = /[\uFFFD\p{Cc}]/u;
const runs = /[\s\uFFFD\p{Cc}]+/gu;

/**
 * Reads the captions of a text file, one per line, without surrounding blanks; blank lines are
 * skipped. The published captions of CUB have U+FFFD between words, which an encoder would take for
 * words: a run of them is read as a blank. Throws the errors of `readLines`.
 */
export async function readCaptions(path: string): Promise<CaptionFile> {
  const captions: string[] = [];
  const places: string[] = [];
  let blanked = 0;
  const readRun = (run: string): string => {
    if (!noCharacter.test(run.replaceAll('\t', ' '))) return run;
    blanked++;
    return ' ';
  };
  for (const [index, line] of (await readLines(path)).entries()) {
    const caption = line.replace(runs, readRun).trim();
    if (caption === '') continue;
    captions.push(caption);
    places.push(`${path}, line ${index + 1}`);
  }
  return { captions, places, blanked };
}
