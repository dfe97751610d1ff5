/** U+FFFD, which programs put in place of characters they cannot read, and control characters. */
const noCharacter = /[\uFFFD\p{Cc}]/u;
const runs = /[\s\uFFFD\p{Cc}]+/gu;

/**
 * A caption without surrounding blanks. The published captions of CUB have U+FFFD between words,
 * which an encoder would take for words: a run of them, or of control characters, is read as a
 * blank; `blanked` is the number of such runs.
 */
export function cleanCaption(text: string): { caption: string; blanked: number } {
  let blanked = 0;
  const readRun = (run: string): string => {
    if (!noCharacter.test(run.replaceAll('\t', ' '))) return run;
    blanked++;
    return ' ';
  };
  return { caption: text.replace(runs, readRun).trim(), blanked };
}

/** A notice on captions of which `blanked` runs were read as blanks; none for 0. */
export function blankedNotices(blanked: number, first: string): string[] {
  if (blanked === 0) return [];
  return [
    `captions: ${blanked} runs of U+FFFD or control characters read as blanks, first in ${first}: ` +
      'another program put them in place of characters that it could not read',
  ];
}
