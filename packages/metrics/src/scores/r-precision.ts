import { SeededRandom } from '@stackgan/random';
import { meanDeviation, type MeanDeviation } from '../shared/mean-deviation.js';
import { checkWhole, MetricError } from '../shared/metric-error.js';
import { checkRows, checkWidth, type Rows } from '../shared/rows.js';

type Label = string | number;

export interface RPrecisionOptions {
  /** Mismatching captions for each image; default 99. */
  readonly candidates?: number;
  /** For each image the row of its own caption in `texts`; default: the image's own row. */
  readonly own?: readonly number[];
  /**
   * One for each row of `texts`: rows of an equal caption are one candidate, and none for each
   * other.
   */
  readonly captions?: readonly Label[];
  /**
   * One for each row of `texts`: captions of an image's own class are no candidates for it
   * (AttnGAN's protocol).
   */
  readonly classes?: readonly Label[];
  /** The number of folds, each with its own share; default 10. */
  readonly folds?: number;
  /** Seed of the candidates; default 0. */
  readonly seed?: number;
}

/**
 * R-precision with R = 1 (AttnGAN, Xu et al. 2018, arXiv 1711.10485): the share of images whose own
 * caption has a greater cosine with the image than `candidates` captions drawn from the others.
 * From 0 to 1; chance is 1 / (candidates + 1), and so is the share of features that are all equal:
 * of n equally good captions the own one counts 1/n. std is of the population, over folds.
 *
 * `images` [N, width], `texts` [M, width]: of one matching network; `own` says which text each
 * image was made from. Throws {@link MetricError} for too few captions or rows, rows that are zero
 * (they have no direction), other shapes, or numbers that are not finite.
 */
export function rPrecision(
  images: Rows,
  texts: Rows,
  { candidates = 99, folds = 10, seed = 0, own, captions, classes }: RPrecisionOptions = {},
): MeanDeviation {
  checkWhole('candidates', candidates, 1);
  checkWhole('folds', folds, 1);
  checkWidth('texts', texts.width, images.width);
  const count = checkRows(`images, for ${folds} folds`, images, folds);
  const texted = checkRows('texts', texts);
  const ownOf = checkOwn(own, count, texted);
  const captionOf = numbered('captions', captions, texted);
  const classOf = numbered('classes', classes, texted);
  const imageUnits = unitRows('images', images);
  const textUnits = unitRows('texts', texts);
  const pool = distinct(captionOf);
  const others = new Int32Array(pool.length);
  const random = new SeededRandom(seed);
  const hits = Float64Array.from(ownOf, (row, image) => {
    let found = 0;
    for (const other of pool) {
      if (captionOf[other] !== captionOf[row] && (!classes || classOf[other] !== classOf[row]))
        others[found++] = other;
    }
    if (found < candidates) {
      const message = `image ${image} has ${found} mismatching captions, ${candidates} are needed: give more captions or fewer candidates`;
      throw new MetricError('tooFew', message);
    }
    const match = dot(imageUnits, image, textUnits, row, texts.width);
    let ties = 1;
    for (let i = 0; i < candidates; i++) {
      const at = i + random.integer(found - i);
      const other = others[at]!;
      others[at] = others[i]!;
      const cosine = dot(imageUnits, image, textUnits, other, texts.width);
      if (cosine > match) return 0;
      if (cosine === match) ties++;
    }
    return 1 / ties;
  });
  return meanDeviation(
    Array.from({ length: folds }, (_, fold) => {
      const first = Math.floor((fold * count) / folds);
      const part = hits.subarray(first, Math.floor(((fold + 1) * count) / folds));
      return part.reduce((sum, hit) => sum + hit, 0) / part.length;
    }),
  );
}

/** The row of each image's own text. */
function checkOwn(own: readonly number[] | undefined, count: number, texted: number): number[] {
  const rows = own ? [...own] : Array.from({ length: texted }, (_, row) => row);
  if (rows.length !== count) {
    const what = own ? `${rows.length} rows of own texts` : `${texted} texts`;
    throw new MetricError('shape', `${what} for ${count} images: one for each is needed`);
  }
  const bad = rows.findIndex((row) => !Number.isInteger(row) || row < 0 || row >= texted);
  if (bad >= 0) {
    const message = `own: row ${rows[bad]} of image ${bad} is not among ${texted} texts`;
    throw new MetricError('shape', message);
  }
  return rows;
}

/** Labels as numbers; a number of its own for each row if there are none. */
function numbered(what: string, labels: readonly Label[] | undefined, count: number): Int32Array {
  if (labels && labels.length !== count) {
    const message = `${labels.length} ${what} for ${count} texts: one for each is needed`;
    throw new MetricError('shape', message);
  }
  const numbers = new Map<Label, number>();
  return Int32Array.from({ length: count }, (_, row) => {
    const label = labels ? labels[row]! : row;
    if (!numbers.has(label)) numbers.set(label, numbers.size);
    return numbers.get(label)!;
  });
}

/** The first row of each caption. */
function distinct(captionOf: Int32Array): Int32Array {
  const seen = new Set<number>();
  return Int32Array.from(captionOf.keys()).filter((row) => {
    const isNew = !seen.has(captionOf[row]!);
    seen.add(captionOf[row]!);
    return isNew;
  });
}

function unitRows(what: string, { data, width }: Rows): Float64Array {
  const unit = Float64Array.from(data);
  for (let from = 0; from < unit.length; from += width) {
    const row = unit.subarray(from, from + width);
    const norm = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
    if (norm === 0) {
      const message = `${what}: row ${from / width} is zero and has no direction to compare`;
      throw new MetricError('meaningless', message);
    }
    for (let j = 0; j < width; j++) row[j]! /= norm;
  }
  return unit;
}

function dot(a: Float64Array, i: number, b: Float64Array, j: number, width: number): number {
  let sum = 0;
  for (let k = 0; k < width; k++) sum += a[i * width + k]! * b[j * width + k]!;
  return sum;
}
