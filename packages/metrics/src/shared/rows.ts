import { MetricError } from './metric-error.js';

/** A matrix in row-major order: one row per sample, `width` numbers each. */
export interface Rows {
  readonly data: Float32Array | Float64Array;
  readonly width: number;
}

/**
 * The number of rows. Throws {@link MetricError} with `what` in the message if the length is no
 * multiple of the width, there are fewer than `least` rows, or a number is not finite.
 */
export function checkRows(what: string, { data, width }: Rows, least = 1): number {
  if (!Number.isSafeInteger(width) || width < 1)
    throw new MetricError(
      'shape',
      `${what}: width is ${width}; give the numbers in a row, 1 or more`,
    );
  const count = data.length / width;
  if (!Number.isInteger(count))
    throw new MetricError('shape', `${what}: ${data.length} numbers are no whole rows of ${width}`);
  if (count < least)
    throw new MetricError('tooFew', `${what}: ${count} rows, at least ${least} are needed`);
  const bad = data.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    const where = `row ${Math.floor(bad / width)}, column ${bad % width}`;
    throw new MetricError(
      'notFinite',
      `${what}: ${data[bad]} at ${where}; look at the sample it is from`,
    );
  }
  return count;
}

/** Throws {@link MetricError} if features are not as wide as the others. */
export function checkWidth(what: string, width: number, expected: number): void {
  if (width !== expected) {
    const message = `${what}: ${width} numbers per row, the others have ${expected}; use one extractor`;
    throw new MetricError('shape', message);
  }
}
