import type { Rows } from '../shared/rows.js';

/**
 * Cholesky factor of a symmetric positive semi-definite matrix A [n, n], with pivoting: A = Lᵀ L
 * with L [rank, n], where rank is the number of pivots above n · eps · the greatest diagonal entry
 * (as LAPACK's dpstrf). So a covariance of fewer samples than features keeps the rank it has.
 */
export function pivotedCholesky(matrix: Float64Array, n: number): Rows & { readonly rank: number } {
  const diagonal = Float64Array.from({ length: n }, (_, i) => matrix[i * n + i]!);
  const tolerance = n * Number.EPSILON * diagonal.reduce((a, b) => Math.max(a, b), 0);
  const factor = new Float64Array(n * n); // one row a row of A, one column a pivot
  const remaining = Array.from({ length: n }, (_, i) => i);
  let rank = 0;
  while (remaining.length > 0) {
    let best = 0;
    for (let i = 1; i < remaining.length; i++)
      if (diagonal[remaining[i]!]! > diagonal[remaining[best]!]!) best = i;
    const pivot = remaining[best]!;
    if (!(diagonal[pivot]! > tolerance)) break;
    remaining[best] = remaining.at(-1)!;
    remaining.pop();
    const root = Math.sqrt(diagonal[pivot]!);
    factor[pivot * n + rank] = root;
    for (const i of remaining) {
      const rest = matrix[pivot * n + i]! - dotOfRows(factor, i * n, pivot * n, rank);
      factor[i * n + rank] = rest / root;
      diagonal[i]! -= (rest / root) ** 2;
    }
    rank++;
  }
  const transposed = new Float64Array(rank * n);
  for (let k = 0; k < rank; k++)
    for (let i = 0; i < n; i++) transposed[k * n + i] = factor[i * n + k]!;
  return { data: transposed, width: n, rank };
}

/** Four sums, so that an addition does not wait for the one before. */
function dotOfRows(data: Float64Array, a: number, b: number, length: number): number {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  let k = 0;
  for (; k + 4 <= length; k += 4) {
    s0 += data[a + k]! * data[b + k]!;
    s1 += data[a + k + 1]! * data[b + k + 1]!;
    s2 += data[a + k + 2]! * data[b + k + 2]!;
    s3 += data[a + k + 3]! * data[b + k + 3]!;
  }
  for (; k < length; k++) s0 += data[a + k]! * data[b + k]!;
  return s0 + s1 + (s2 + s3);
}
