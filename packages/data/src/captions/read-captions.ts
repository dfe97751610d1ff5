import { readLines } from '../files/read-lines.js';

/** The captions of a text file. */
export interface CaptionFile {
  readonly captions: readonly string[];
  /** Where each is from, such as `tom.txt, line 3`. */
  readonly places: readonly string[];
  /** How many runs of characters that are none (U+FFFD, control characters) were read as blanks. */
  readonly blanked: number;
}

/** Characters that are none: what another program put for what it could not read, and control characters. */
const noCharacter = /[\uFFFD\p{Cc}]/u;
const runs = /[\s\uFFFD\p{Cc}]+/gu;

/**
 * Captions of a text file, one a line, without surrounding blanks; blank lines are none. U+FFFD, which the published captions
 * of CUB have between words, would be words to an encoder: runs of them are read as a blank. Throws the errors of `readLines`.
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
