import { forEachTile, TILE } from './dot-products.js';
import { checkWhole } from '../shared/metric-error.js';
import { checkRows, checkWidth, type Rows } from '../shared/rows.js';

export interface PrecisionRecallOptions {
  /** Neighbours whose distance is the radius of a sample's ball; default 3. */
  readonly k?: number;
}

export interface PrecisionRecall {
  /** Share of generated samples in the manifold of the real ones: fidelity. */
  readonly precision: number;
  /** Share of real samples in the manifold of the generated ones: coverage. */
  readonly recall: number;
}

/**
 * Improved precision and recall (Kynkäänniemi et al. 2019, arXiv 1904.06991). The manifold of a set
 * is the union of balls around its samples, each with the distance to the sample's k-th nearest
 * neighbour as its radius, border included. Use sets of one size: a larger one has smaller balls.
 *
 * Time is that of about 2 N² dot products, memory grows with N alone. Throws {@link MetricError}
 * for k or fewer samples, other widths, or numbers that are not finite.
 */
export function precisionRecall(
  real: Rows,
  generated: Rows,
  { k = 3 }: PrecisionRecallOptions = {},
): PrecisionRecall {
  checkWhole('k', k, 1);
  checkWidth('generated', generated.width, real.width);
  const realCount = checkRows(`real, for ${k} neighbours`, real, k + 1);
  const generatedCount = checkRows(`generated, for ${k} neighbours`, generated, k + 1);
  const realNorms = squaredNorms(real, realCount);
  const generatedNorms = squaredNorms(generated, generatedCount);
  const realRadii = squaredRadii(real, realNorms, k);
  const generatedRadii = squaredRadii(generated, generatedNorms, k);
  const isCovered = new Uint8Array(realCount);
  const isPrecise = new Uint8Array(generatedCount);
  forEachDistance(real, generated, realNorms, generatedNorms, false, (squared, i, j) => {
    if (squared <= realRadii[i]!) isPrecise[j] = 1;
    if (squared <= generatedRadii[j]!) isCovered[i] = 1;
  });
  return { precision: share(isPrecise), recall: share(isCovered) };
}

/**
 * Dot products of rows with themselves, summed in the order of {@link forEachTile}: equal rows have
 * distance 0.
 */
function squaredNorms({ data, width }: Rows, count: number): Float64Array {
  const norms = new Float64Array(count);
  for (let i = 0; i < count; i++)
    for (let j = i * width; j < (i + 1) * width; j++) norms[i]! += data[j]! * data[j]!;
  return norms;
}

/** Squared distance of each row to its k-th nearest other row. */
function squaredRadii(rows: Rows, norms: Float64Array, k: number): Float64Array {
  const count = norms.length;
  const nearest = new Float64Array(count * k).fill(Infinity); // ascending, k for each row
  const insert = (row: number, squared: number) => {
    let at = (row + 1) * k - 1;
    if (squared >= nearest[at]!) return;
    for (; at > row * k && nearest[at - 1]! > squared; at--) nearest[at] = nearest[at - 1]!;
    nearest[at] = squared;
  };
  forEachDistance(rows, rows, norms, norms, true, (squared, i, j) => {
    if (i >= j) return;
    insert(i, squared);
    insert(j, squared);
  });
  return Float64Array.from({ length: count }, (_, row) => nearest[(row + 1) * k - 1]!);
}

function forEachDistance(
  a: Rows,
  b: Rows,
  aNorms: Float64Array,
  bNorms: Float64Array,
  symmetric: boolean,
  visit: (squared: number, i: number, j: number) => void,
): void {
  forEachTile(a, b, symmetric, (tile, row, column) => {
    for (let i = row; i < Math.min(row + TILE, aNorms.length); i++) {
      for (let j = column; j < Math.min(column + TILE, bNorms.length); j++) {
        const dot = tile[TILE * (i - row) + j - column]!;
        visit(Math.max(0, aNorms[i]! + bNorms[j]! - 2 * dot), i, j);
      }
    }
  });
}

function share(flags: Uint8Array): number {
  return flags.reduce((sum, flag) => sum + flag, 0) / flags.length;
}
