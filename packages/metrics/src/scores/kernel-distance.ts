import { SeededRandom } from '@stackgan/random';
import { forEachTile, TILE } from './dot-products.js';
import { meanDeviation, type MeanDeviation } from '../shared/mean-deviation.js';
import { checkWhole } from '../shared/metric-error.js';
import { checkRows, checkWidth, type Rows } from '../shared/rows.js';

export interface KernelDistanceOptions {
  /** Seed of the subsets; default 0. */
  readonly seed?: number;
  /** The number of subsets, each with its own estimate; default 100. */
  readonly subsets?: number;
  /** Samples of either set in a subset, drawn without repetition; default 1000. */
  readonly subsetSize?: number;
  /** Called with the number of subsets. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Kernel Inception Distance (Bińkowski et al. 2018, arXiv 1801.01401): the unbiased estimate of the
 * squared maximum mean discrepancy, with the kernel (xᵀy / width + 1)³, over random subsets; may be
 * below 0.
 *
 * Time is that of `subsets` · 2 · `subsetSize`² dot products; memory does not grow with either.
 * Throws {@link MetricError} for fewer samples than `subsetSize`, other widths, or numbers that are
 * not finite.
 */
export function kernelDistance(
  a: Rows,
  b: Rows,
  { subsets = 100, subsetSize = 1000, seed = 0, onProgress }: KernelDistanceOptions = {},
): MeanDeviation {
  checkWhole('subsets', subsets, 1);
  checkWhole('subsetSize', subsetSize, 2);
  checkWidth('b', b.width, a.width);
  const counts = [a, b].map((rows, i) =>
    checkRows(`${'ab'[i]}, for subsets of ${subsetSize}`, rows, subsetSize),
  );
  const random = new SeededRandom(seed);
  return meanDeviation(
    Array.from({ length: subsets }, (_, done) => {
      const x = draw(a, counts[0]!, subsetSize, random);
      const y = draw(b, counts[1]!, subsetSize, random);
      const within = (sumOfKernels(x) + sumOfKernels(y)) / (subsetSize * (subsetSize - 1));
      const estimate = within - (2 * sumOfKernels(x, y)) / subsetSize ** 2;
      onProgress?.(done + 1, subsets);
      return estimate;
    }),
  );
}

/** `size` of the rows; all of them as they are, so that nothing is copied for one subset of all. */
function draw(rows: Rows, count: number, size: number, random: SeededRandom): Rows {
  if (size === count) return rows;
  const { data, width } = rows;
  const indices = Array.from({ length: count }, (_, i) => i);
  const subset = new Float64Array(size * width);
  for (let i = 0; i < size; i++) {
    const other = i + random.integer(count - i);
    const row = indices[other]!;
    indices[other] = indices[i]!;
    subset.set(data.subarray(row * width, (row + 1) * width), i * width);
  }
  return { data: subset, width };
}

/** Sum of k(x, y) over all pairs; of the pairs of two different rows of x if there is no y. */
function sumOfKernels(x: Rows, y?: Rows): number {
  const [rows, columns] = [x, y ?? x].map(({ data, width }) => data.length / width);
  let total = 0;
  forEachTile(x, y ?? x, y === undefined, (tile, row, column) => {
    for (let i = row; i < Math.min(row + TILE, rows!); i++) {
      for (let j = column; j < Math.min(column + TILE, columns!); j++) {
        const kernel = (tile[TILE * (i - row) + j - column]! / x.width + 1) ** 3;
        if (y !== undefined) total += kernel;
        else if (i < j) total += 2 * kernel;
      }
    }
  });
  return total;
}
