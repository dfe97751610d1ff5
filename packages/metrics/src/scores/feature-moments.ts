import { forEachTile, TILE } from './dot-products.js';
import { checkWhole, MetricError } from '../shared/metric-error.js';
import { checkRows, checkWidth, type Rows } from '../shared/rows.js';

/** What the Fréchet distance needs of a set of features, as plain arrays to store. */
export interface FeatureStatistics {
  /** The number of samples. */
  readonly count: number;
  /** [width] */
  readonly mean: Float64Array;
  /** [width, width], row-major; unbiased: divided by count - 1. */
  readonly covariance: Float64Array;
}

/** Rows that are buffered for a fast product; the batches given do not change the result. */
const CHUNK = 256;

/**
 * Count, mean and covariance of features that come in batches, in double precision. Memory is that
 * of two matrices [width, width], whatever the count. Chunks are centred on their own mean and
 * merged as Chan, Golub and LeVeque (1979) do, so that a mean far from 0 costs no digits.
 */
export class FeatureMoments {
  readonly width: number;
  #count = 0;
  #mean: Float64Array;
  /** Sums of products of deviations from the mean; what is below the diagonal is not kept. */
  #scatter: Float64Array;
  /** The next chunk, transposed: one row a feature. */
  #chunk: Float64Array;
  #held = 0;

  /** `width`: numbers in a row of features. */
  constructor(width: number) {
    checkWhole('width', width, 1);
    this.width = width;
    this.#mean = new Float64Array(width);
    this.#scatter = new Float64Array(width * width);
    this.#chunk = new Float64Array(width * CHUNK);
  }

  /** Rows so far. */
  get count(): number {
    return this.#count + this.#held;
  }

  /** Adds the rows. Throws {@link MetricError} if the width differs or a number is not finite. */
  add(features: Rows): void {
    checkWidth('features', features.width, this.width);
    const rows = checkRows('features', features, 0);
    for (let row = 0; row < rows; row++) {
      const from = row * this.width;
      for (let j = 0; j < this.width; j++)
        this.#chunk[j * CHUNK + this.#held] = features.data[from + j]!;
      if (++this.#held === CHUNK) this.#flush();
    }
  }

  /**
   * Adds the statistics of other rows, such as those of another part of the work, or saved ones.
   */
  merge({ count, mean, covariance }: FeatureStatistics): void {
    checkStatistics('statistics', { count, mean, covariance });
    checkWidth('statistics', mean.length, this.width);
    this.#flush();
    this.#shift(count, mean);
    for (let i = 0; i < this.width; i++) {
      for (let j = i; j < this.width; j++) {
        const at = i * this.width + j;
        this.#scatter[at]! += covariance[at]! * (count - 1);
      }
    }
  }

  /** Copies of mean and covariance; throws {@link MetricError} below two rows. */
  statistics(): FeatureStatistics {
    this.#flush();
    const { width } = this;
    if (this.#count < 2)
      throw new MetricError('tooFew', `a covariance needs 2 rows of features, not ${this.#count}`);
    const covariance = new Float64Array(width * width);
    for (let i = 0; i < width; i++) {
      for (let j = i; j < width; j++) {
        const value = this.#scatter[i * width + j]! / (this.#count - 1);
        covariance[i * width + j] = value;
        covariance[j * width + i] = value;
      }
    }
    return { count: this.#count, mean: this.#mean.slice(), covariance };
  }

  #flush(): void {
    const [held, { width }] = [this.#held, this];
    if (held === 0) return;
    const mean = new Float64Array(width);
    for (let j = 0; j < width; j++) {
      const row = this.#chunk.subarray(j * CHUNK, (j + 1) * CHUNK);
      row.fill(0, held); // leftovers of the last chunk
      mean[j] = row.reduce((sum, value) => sum + value, 0) / held;
      for (let k = 0; k < held; k++) row[k]! -= mean[j]!;
    }
    this.#held = 0;
    this.#shift(held, mean);
    const deviations = { data: this.#chunk, width: CHUNK };
    const scatter = this.#scatter;
    forEachTile(deviations, deviations, true, (tile, row, column) => {
      const [rows, columns] = [Math.min(TILE, width - row), Math.min(TILE, width - column)];
      for (let i = 0; i < rows; i++) {
        const at = (row + i) * width + column;
        for (let j = 0; j < columns; j++) scatter[at + j]! += tile[TILE * i + j]!;
      }
    });
  }

  /**
   * Count and mean with `count` more rows of that mean, and what the distance of means adds to the
   * scatter.
   */
  #shift(count: number, mean: Float64Array): void {
    const { width } = this;
    const total = this.#count + count;
    const delta = mean.map((value, j) => value - this.#mean[j]!);
    const weight = (this.#count * count) / total;
    for (let i = 0; i < width; i++) {
      this.#mean[i]! += (delta[i]! * count) / total;
      for (let j = i; j < width; j++)
        this.#scatter[i * width + j]! += weight * delta[i]! * delta[j]!;
    }
    this.#count = total;
  }
}

/** Throws {@link MetricError} unless lengths fit and all numbers are finite. */
export function checkStatistics(
  what: string,
  { count, mean, covariance }: FeatureStatistics,
): void {
  checkWhole(`${what}: count`, count, 2);
  checkRows(`${what}: mean`, { data: mean, width: mean.length || 1 });
  if (covariance.length !== mean.length ** 2) {
    const wanted = `${mean.length} x ${mean.length}`;
    const message = `${what}: a covariance of ${covariance.length} numbers is not ${wanted}`;
    throw new MetricError('shape', message);
  }
  checkRows(`${what}: covariance`, { data: covariance, width: mean.length });
}
