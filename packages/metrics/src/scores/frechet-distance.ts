import { pivotedCholesky } from './cholesky.js';
import { forEachTile, TILE } from './dot-products.js';
import { checkStatistics, type FeatureStatistics } from './feature-moments.js';
import { MetricError } from '../shared/metric-error.js';
import { checkWidth, type Rows } from '../shared/rows.js';
import { sumOfSingularValues } from './singular-values.js';

export interface FrechetDistanceOptions {
  /**
   * Accepts sets with no more samples than features. The covariance is then singular and the
   * distance far too great: compare it only with distances of as many samples.
   */
  readonly fewSamples?: boolean;
}

/**
 * Fréchet distance of two Gaussians, squared, as FID is defined (Heusel et al. 2017, arXiv
 * 1706.08500): |m1 - m2|² + tr(S1 + S2 - 2 (S1 S2)^½). From 0; what it means depends on the
 * extractor of the features.
 *
 * With S1 = L1ᵀ L1 and S2 = L2ᵀ L2, the trace of the root is the sum of the singular values of L1
 * L2ᵀ: no root of a matrix, which singular covariances do not have, and no loss of half the digits.
 *
 * Throws {@link MetricError} for statistics of different widths, numbers that are not finite, a set
 * without any variation, and, unless `fewSamples`, for no more samples than features.
 */
export function frechetDistance(
  a: FeatureStatistics,
  b: FeatureStatistics,
  { fewSamples = false }: FrechetDistanceOptions = {},
): number {
  const width = a.mean.length;
  for (const [what, statistics] of [
    ['a', a],
    ['b', b],
  ] as const) {
    checkStatistics(what, statistics);
    checkWidth(what, statistics.mean.length, width);
    if (trace(statistics) <= 0) {
      const message = `${what}: all ${statistics.count} samples have the same features; are the images all alike?`;
      throw new MetricError('meaningless', message);
    }
    if (!fewSamples && statistics.count <= width) {
      const message = `${what}: ${statistics.count} samples for ${width} features; at least ${width + 1} are needed (or allow few samples)`;
      throw new MetricError('tooFew', message);
    }
  }
  const means = a.mean.reduce((sum, value, j) => sum + (value - b.mean[j]!) ** 2, 0);
  const [left, right] = [a, b].map(({ covariance }) => pivotedCholesky(covariance, width));
  const root = sumOfSingularValues(product(left!, right!), left!.rank, right!.rank);
  // Rounding may go below 0 for equal sets.
  return Math.max(0, means + trace(a) + trace(b) - 2 * root);
}

function trace({ mean, covariance }: FeatureStatistics): number {
  return mean.reduce((sum, _, j) => sum + covariance[j * mean.length + j]!, 0);
}

/** a bᵀ */
function product(a: Rows, b: Rows): Float64Array {
  const [rows, columns] = [a.data.length / a.width, b.data.length / b.width];
  const out = new Float64Array(rows * columns);
  forEachTile(a, b, false, (tile, row, column) => {
    const used = Math.min(TILE, columns - column);
    for (let i = 0; i < Math.min(TILE, rows - row); i++)
      out.set(tile.subarray(TILE * i, TILE * i + used), (row + i) * columns + column);
  });
  return out;
}
