import type { Rows } from '../shared/rows.js';
import type { LinearMap } from './linear-map.js';

/** Mean, and 1 / standard deviation, of each column; 0 for a column that does not vary. */
export interface Standardisation {
  readonly mean: Float64Array;
  readonly scale: Float64Array;
}

/** That of the columns of `rows`; the deviation is of the population. */
export function standardisationOf({ data, width }: Rows): Standardisation {
  const count = data.length / width;
  const mean = new Float64Array(width);
  const square = new Float64Array(width);
  for (let i = 0; i < data.length; i++) mean[i % width]! += data[i]! / count;
  for (let i = 0; i < data.length; i++) {
    square[i % width]! += (data[i]! - mean[i % width]!) ** 2 / count;
  }
  const scale = square.map((variance, i) => {
    // What is left of a constant column is rounding.
    const isConstant = Math.sqrt(variance) <= 1e-6 * Math.abs(mean[i]!);
    return isConstant ? 0 : 1 / Math.sqrt(variance);
  });
  return { mean, scale };
}

/** The rows with mean 0 and deviation 1 in each column. */
export function standardise({ data, width }: Rows, { mean, scale }: Standardisation): Float32Array {
  return Float32Array.from(data, (value, i) => (value - mean[i % width]!) * scale[i % width]!);
}

/** A map of standardised rows as one of the rows themselves. */
export function foldStandardisation(
  { inputs, outputs, weights, bias }: LinearMap,
  { mean, scale }: Standardisation,
): LinearMap {
  const folded = weights.map((weight, i) => weight * scale[Math.floor(i / outputs)]!);
  const shifted = Float64Array.from(bias);
  for (let i = 0; i < folded.length; i++) {
    shifted[i % outputs]! -= folded[i]! * mean[Math.floor(i / outputs)]!;
  }
  return { inputs, outputs, weights: folded, bias: Float32Array.from(shifted) };
}
