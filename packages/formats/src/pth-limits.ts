/** What one file may claim, far above honest files, so that a short file cannot take long or much. */

/**
 * Opcodes of one pickle, and list items copied on the way, with a supplement for what takes more
 * memory. A tensor takes about 100.
 */
export const maximumPickleSteps = 2 ** 21;
export const sequenceSteps = 4;
export const dictionarySteps = 32;
export const maximumTensors = 2 ** 14;
export const maximumZipEntries = 2 ** 16;
/** Dictionaries within dictionaries. */
export const maximumNesting = 32;
export const maximumNameLength = 1024;
/** As in PyTorch. */
export const maximumRank = 64;
/** Bytes of all tensors, as a multiple of the file's, since tensors may share or repeat values. */
export const maximumGrowth = 8;
