/** U+FFFD, which programs put in place of characters they cannot read, and control characters. */
const noCharacter = /[\uFFFD\p{Cc}]/u;
const runs = /[\s\uFFFD\p{Cc}]+/gu;
const lineEnds = /\r\n|[\n\r\u0085\u2028\u2029]/gu;

/**
 * A caption without surrounding blanks; a line end within it is a blank. The published captions of
 * CUB have U+FFFD between words, which an encoder would take for words: a run of them, or of other
 * control characters, is read as a blank; `blanked` is the number of such runs.
 */
export function cleanCaption(text: string): { caption: string; blanked: number } {
  let blanked = 0;
  const readRun = (run: string): string => {
    const plain = run.replace(lineEnds, ' ');
    if (!noCharacter.test(plain.replaceAll('\t', ' '))) return plain;
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
