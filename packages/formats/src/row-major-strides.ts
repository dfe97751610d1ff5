/** Elements from one index of an axis to the next, where the last axis changes first. */
export function rowMajorStrides(shape: readonly number[]): number[] {
  let stride = 1;
  return shape
    .toReversed()
    .map((size) => {
      const own = stride;
      stride *= size;
      return own;
    })
    .reverse();
}
