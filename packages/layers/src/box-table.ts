import * as tf from '@tensorflow/tfjs-core';
import { inverseCholesky } from './whitening.js';

/** Scores, from N(0, 1), at which the table has a quantile: -3, -2.75, … 3. */
export const KNOTS: readonly number[] = Array.from({ length: 25 }, (_, index) => -3 + index / 4);

/** Share of independence that is added, so that a coordinate may be a function of others. */
const RIDGE = 0.01;

/**
 * The distribution of coordinates of boxes, as a Gaussian copula: each coordinate has its own
 * quantiles, and together their normal scores have the correlation L Lᵀ.
 */
export interface BoxTable {
  /** [25, C]: the value of each coordinate at each of `KNOTS`. */
  quantiles: tf.Tensor2D;
  /** [C, C], Lᵀ: from independent numbers to scores. */
  mixing: tf.Tensor2D;
  /** [C, C], its inverse. */
  unmixing: tf.Tensor2D;
}

/**
 * The table of `rows` of C coordinates each. NaN is a coordinate that its row leaves open, and does
 * not count. Dispose of the result.
 */
export function boxTable(rows: readonly (readonly number[])[]): BoxTable {
  const columns = rows[0]!.map((_, column) => rows.map((row) => row[column]!));
  const quantiles = columns.map((column) => {
    const sorted = column.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
    return knotRanks(sorted.length).map((rank) => sorted[rank] ?? 0);
  });
  const correlation = correlations(
    columns.map((column, c) => column.map((value) => scoreOf(value, quantiles[c]!))),
  );
  const size = columns.length;
  const square = (values: Float64Array) => tf.tensor2d(Float32Array.from(values), [size, size]);
  return tf.tidy(() => {
    const inverse = square(inverseCholesky(correlation, size));
    return {
      quantiles: tf.transpose<tf.Tensor2D>(tf.tensor2d(quantiles)),
      mixing: tf.matMul<tf.Tensor2D>(inverse, square(correlation)), // L⁻¹ L Lᵀ
      unmixing: tf.transpose<tf.Tensor2D>(inverse),
    };
  });
}

/** The index, in `count` sorted values, of each knot's quantile; the ends are the extremes. */
function knotRanks(count: number): number[] {
  const errors = tf.erf(tf.tensor1d(KNOTS.map((z) => z / Math.SQRT2))).dataSync();
  return [...errors].map((error, knot) => {
    if (knot === 0) return 0;
    return knot === KNOTS.length - 1 ? count - 1 : Math.round(((1 + error) / 2) * (count - 1));
  });
}

/** The middle of the knots between which the quantiles have `value`; NaN for NaN. */
function scoreOf(value: number, quantiles: readonly number[]): number {
  if (Number.isNaN(value)) return NaN;
  const first = quantiles.findIndex((quantile) => quantile >= value);
  const last = quantiles.findLastIndex((quantile) => quantile <= value);
  return (KNOTS[first]! + KNOTS[last]!) / 2;
}

/**
 * The correlation [C, C] of C rows, row by row, with a ridge. NaN counts as the mean of its row,
 * and a constant row has no correlation.
 */
function correlations(rows: readonly (readonly number[])[]): Float64Array {
  const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
  const unit = rows.map((row) => {
    const known = row.filter((value) => !Number.isNaN(value));
    const mean = sum(known) / Math.max(known.length, 1);
    const centered = row.map((value) => (Number.isNaN(value) ? 0 : value - mean));
    const length = Math.sqrt(sum(centered.map((value) => value ** 2)));
    return centered.map((value) => value / Math.max(length, 1e-12));
  });
  const product = (a: readonly number[], b: readonly number[]) =>
    sum(a.map((value, n) => value * b[n]!));
  return Float64Array.from(
    unit.flatMap((a, i) => unit.map((b, j) => (i === j ? 1 : (1 - RIDGE) * product(a, b)))),
  );
}
