/**
 * Limits of what one pickle may claim. They are far above those of valid files, and keep a short
 * file from taking much time or memory.
 */

/** Steps that an object takes in addition, since it takes more memory than a number. */
export const sequenceSteps = 4;
export const dictionarySteps = 32;

/**
 * Steps of a pickle of values, and values in it. Honest files take less than two a byte, or few. A
 * step may take some dozen bytes of memory, hence the bound for all files, which is also the most
 * keys that a Map can have.
 */
export const maximumSteps = (fileBytes: number): number =>
  Math.min(2 ** 24, 2 ** 21 + 2 * fileBytes);

/** Depth of nested lists, tuples, dictionaries and sets; Python itself writes some hundred. */
export const maximumDepth = 500;
