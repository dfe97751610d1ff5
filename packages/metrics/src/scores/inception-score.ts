import { SeededRandom } from '@stackgan/random';
import { meanDeviation, type MeanDeviation } from '../shared/mean-deviation.js';
import { checkWhole, MetricError } from '../shared/metric-error.js';
import { checkRows, type Rows } from '../shared/rows.js';

export interface InceptionScoreOptions {
  /** What the rows are; default `'probabilities'`. */
  readonly input?: 'probabilities' | 'logits';
  /** The number of parts, each with its own score; default 10, as in the reference. */
  readonly splits?: number;
  /** Seed of a shuffle before the split, for sorted samples; without it the order is kept. */
  readonly seed?: number;
}

/**
 * Inception Score, equation (6) of StackGAN: exp(E_x KL(p(y|x) || p(y))), for each of `splits`
 * parts of the samples; natural logarithm. From 1 (all alike) to the number of classes. Parts are
 * those of the reference (`StackGAN-inception-model`): sample i·N/splits to (i+1)·N/splits; std is
 * of the population.
 *
 * `predictions`: [N, classes], of any classifier. Throws {@link MetricError} for fewer rows than
 * splits, fewer than two classes, numbers that are not finite, or probabilities that do not sum to
 * 1.
 */
export function inceptionScore(
  predictions: Rows,
  { input = 'probabilities', splits = 10, seed }: InceptionScoreOptions = {},
): MeanDeviation {
  checkWhole('splits', splits, 1);
  const count = checkRows(`predictions, for ${splits} splits`, predictions, splits);
  const { width } = predictions;
  if (width < 2)
    throw new MetricError('shape', 'predictions of one class: there is nothing to score');
  const order = Array.from({ length: count }, (_, i) => i);
  if (seed !== undefined) new SeededRandom(seed).shuffle(order);
  const probabilities = new Float64Array(width);
  const scores = Array.from({ length: splits }, (_, split) => {
    const first = Math.floor((split * count) / splits);
    const last = Math.floor(((split + 1) * count) / splits);
    const marginal = new Float64Array(width);
    let negentropy = 0; // sum of p(y|x) log p(y|x)
    for (let i = first; i < last; i++) {
      readProbabilities(predictions, order[i]!, input, probabilities);
      for (let y = 0; y < width; y++) {
        marginal[y]! += probabilities[y]!;
        negentropy += timesLog(probabilities[y]!);
      }
    }
    const samples = last - first;
    const marginalNegentropy = marginal.reduce((sum, total) => sum + timesLog(total / samples), 0);
    return Math.exp(negentropy / samples - marginalNegentropy);
  });
  return meanDeviation(scores);
}

/** p log p, 0 at p = 0. */
function timesLog(p: number): number {
  return p > 0 ? p * Math.log(p) : 0;
}

function readProbabilities(
  { data, width }: Rows,
  row: number,
  input: 'probabilities' | 'logits',
  out: Float64Array,
): void {
  out.set(data.subarray(row * width, (row + 1) * width));
  if (input === 'logits') {
    const greatest = out.reduce((a, b) => Math.max(a, b));
    for (let y = 0; y < width; y++) out[y] = Math.exp(out[y]! - greatest);
  }
  const sum = out.reduce((a, b) => a + b, 0);
  // Probabilities of a float32 softmax sum to 1 within 1e-6; they are normalised as well.
  if (input === 'probabilities' && (out.some((p) => p < 0) || Math.abs(sum - 1) > 1e-3)) {
    throw new MetricError(
      'meaningless',
      `predictions: row ${row} is no distribution (it sums to ${sum}); for logits give input: 'logits'`,
    );
  }
  for (let y = 0; y < width; y++) out[y]! /= sum;
}
