/** Steps of the pickle of a file of tensors. A tensor takes about 100. */
export const maximumPickleSteps = 2 ** 21;
/** Depth of nested dictionaries. */
export const maximumNesting = 32;
