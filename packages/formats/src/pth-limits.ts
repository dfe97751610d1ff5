/**
 * Limits of what one file may claim. They are far above those of valid files, and keep a short file
 * from taking much time or memory.
 */

/** Steps of one pickle. A tensor takes about 100. */
export const maximumPickleSteps = 2 ** 21;
export const maximumTensors = 2 ** 14;
export const maximumZipEntries = 2 ** 16;
/** Depth of nested dictionaries. */
export const maximumNesting = 32;
export const maximumNameLength = 1024;
/** The same as in PyTorch. */
export const maximumRank = 64;
/** Bytes of all tensors as a multiple of the file's: tensors may share or repeat values. */
export const maximumGrowth = 8;
