/** The characters that have a column of their own; '-' occurs twice, and its last column counts. */
export const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789-,;.!?:\'"/\\|_@#$%^&*~`+-=<>()[]{} ';

/** How many characters of a caption are read. */
export const CAPTION_LENGTH = 201;

/** How an encoder reads characters. */
export interface CharacterOptions {
  /** Whether upper case becomes lower case; if not, it is unknown. */
  readonly lowerCase: boolean;
  /** What a character outside of the alphabet becomes: a row of zeros, as after the end, or a blank. */
  readonly unknown: 'zero' | 'space';
}

const columns = new Map(Array.from(ALPHABET, (character, column) => [character, column]));

/**
 * One-hot codes of the first 201 characters of each caption, row-major [N, 201, 70], where rows
 * after its end are zero. Characters are code points.
 */
export function encodeCharacters(
  captions: readonly string[],
  { lowerCase, unknown }: CharacterOptions,
): Float32Array {
  const width = ALPHABET.length;
  const codes = new Float32Array(captions.length * CAPTION_LENGTH * width);
  const other = unknown === 'space' ? columns.get(' ') : undefined;
  for (const [i, caption] of captions.entries()) {
    const characters = charactersOf(caption, lowerCase).slice(0, CAPTION_LENGTH);
    for (const [position, character] of characters.entries()) {
      const column = columns.get(character) ?? other;
      if (column !== undefined) codes[(i * CAPTION_LENGTH + position) * width + column] = 1;
    }
  }
  return codes;
}

/**
 * The caption that Torch7 files of Reed et al. hold as character codes: the place of each character
 * in the alphabet, from 1. A 0 is a character outside of the alphabet, which is read as U+FFFD, or
 * none at the end of the caption. Throws RangeError for any other number.
 */
export function decodeCharacters(codes: ArrayLike<number>): string {
  let end = codes.length;
  while (end > 0 && codes[end - 1] === 0) end--;
  const characters = Array.from({ length: end }, (_, position) => {
    const code = codes[position]!;
    const character = code === 0 ? '\uFFFD' : ALPHABET[code - 1];
    if (character !== undefined) return character;
    const reason = `is ${code}, not a whole number from 0 to ${ALPHABET.length}`;
    throw new RangeError(`code ${position + 1} of a caption ${reason}`);
  });
  return characters.join('');
}

/** Share of the characters of a caption, without blanks, that the alphabet lacks; 1 for none. */
export function unknownCharacters(caption: string, { lowerCase }: CharacterOptions): number {
  const shown = charactersOf(caption, lowerCase).filter((character) => character.trim() !== '');
  if (shown.length === 0) return 1;
  return shown.filter((character) => !columns.has(character)).length / shown.length;
}

const charactersOf = (caption: string, lowerCase: boolean): string[] => [
  ...(lowerCase ? caption.toLowerCase() : caption),
];
