import { SeededRandom } from '@stackgan/random';
import * as tf from '@tensorflow/tfjs-core';
import { checkWhole, MetricError } from '../shared/metric-error.js';
import type { ProgressListener } from '../shared/progress-listener.js';
import { checkRows, type Rows } from '../shared/rows.js';
import { selectRows } from '../shared/select-rows.js';
import { applyLinearMap, type LinearMap } from './linear-map.js';
import { minimise, type Evaluation } from './minimise.js';
import { foldStandardisation, standardisationOf, standardise } from './standardise.js';

/** A trained classifier of features, as plain numbers to store. */
export interface ClassifierHead {
  /** From features to logits, one for each class. */
  readonly map: LinearMap;
  /** The share of held-out samples that it classifies correctly; NaN without any. */
  readonly heldOutAccuracy: number;
  /**
   * The share of the largest class among them: the accuracy of a constant answer; NaN without any.
   */
  readonly chance: number;
  /** The number of held-out samples. */
  readonly heldOut: number;
}

/** Options of {@link trainClassifierHead}. */
export interface ClassifierOptions {
  /** Classes, C; default 1 + the largest that is given. */
  readonly classCount?: number;
  /** The share of samples that is held out; default 0.1. */
  readonly holdOut?: number;
  /** λ of λ/2 · |weights|² in the loss; default 0.01. */
  readonly weightDecay?: number;
  /** Seed of the choice of held-out samples; default 0. */
  readonly seed?: number;
  /** Called with the number of steps; the minimum may be found before the last. */
  readonly onProgress?: ProgressListener;
}

const ITERATIONS = 200;
/** Of the gradient; float32 has no digits for less. */
const TOLERANCE = 1e-5;

/**
 * Multinomial logistic regression from features [N, F] to classes 0 to C - 1, one for each row: the
 * mean cross-entropy plus weight decay (not of the bias) of standardised features, minimised by
 * L-BFGS on the current tfjs backend. The minimum is unique, so that only the samples held out
 * depend on the seed. Throws {@link MetricError} for classes that do not fit, fewer than two
 * classes, or numbers that are not finite.
 */
export async function trainClassifierHead(
  features: Rows,
  classes: ArrayLike<number>,
  { classCount, holdOut = 0.1, weightDecay = 0.01, seed = 0, onProgress }: ClassifierOptions = {},
): Promise<ClassifierHead> {
  const count = checkRows('features', features, 2);
  const outputs = countClasses(classes, count, classCount);
  if (!(holdOut >= 0 && holdOut < 1)) {
    throw new MetricError('option', `holdOut is ${holdOut}: give a share from 0 to below 1`);
  }
  if (!(weightDecay >= 0 && weightDecay < Infinity)) {
    throw new MetricError('option', `weightDecay is ${weightDecay}: give a number from 0`);
  }
  const order = new SeededRandom(seed).shuffle(Array.from({ length: count }, (_, i) => i));
  const heldOut = Math.min(Math.round(holdOut * count), count - 1);
  const [held, kept] = [order.slice(0, heldOut), order.slice(heldOut)];
  const labels = kept.map((row) => classes[row]!);
  if (new Set(labels).size < 2) {
    throw new MetricError('meaningless', 'All samples to learn from are of one class; give others');
  }

  const training = selectRows(features, kept);
  const standardisation = standardisationOf(training);
  const { width: inputs } = features;
  const map = await fit(
    { data: standardise(training, standardisation), width: inputs },
    labels,
    outputs,
    { weightDecay, onProgress },
  );
  const folded = foldStandardisation(map, standardisation);
  const wanted = held.map((row) => classes[row]!);
  const right = heldOut ? await countRight(folded, selectRows(features, held), wanted) : NaN;
  return {
    map: folded,
    heldOut,
    heldOutAccuracy: right / heldOut,
    chance: Math.max(...tally(wanted, outputs)) / heldOut,
  };
}

/** Logits [N, C] of features [N, F]. */
export function predictClasses(head: ClassifierHead, features: Rows): Promise<Rows> {
  return applyLinearMap('features', head.map, features);
}

function countClasses(classes: ArrayLike<number>, count: number, given?: number): number {
  if (classes.length !== count) {
    throw new MetricError('shape', `${classes.length} classes for ${count} rows of features`);
  }
  if (given !== undefined) checkWhole('classCount', given, 2);
  const largest = Array.from(classes).reduce((a, b) => Math.max(a, b), 0);
  const outputs = given ?? largest + 1;
  const bad = Array.from(classes).findIndex(
    (label) => !Number.isSafeInteger(label) || label < 0 || label >= outputs,
  );
  if (bad >= 0) {
    const range = given === undefined ? 'from 0' : `from 0 to ${outputs - 1}`;
    throw new MetricError(
      'shape',
      `Class ${classes[bad]} of row ${bad}: give whole numbers ${range}`,
    );
  }
  return outputs;
}

async function fit(
  { data, width: inputs }: Rows,
  labels: readonly number[],
  outputs: number,
  { weightDecay, onProgress }: { weightDecay: number; onProgress: ProgressListener | undefined },
): Promise<LinearMap> {
  const size = inputs * outputs;
  const x = tf.tensor2d(data as Float32Array, [labels.length, inputs]);
  const oneHot = new Float32Array(labels.length * outputs);
  labels.forEach((label, row) => (oneHot[row * outputs + label] = 1));
  const y = tf.tensor2d(oneHot, [labels.length, outputs]);

  const evaluate = async (point: Float64Array): Promise<Evaluation> => {
    const made = tf.tidy(() => {
      const weights = tf.tensor2d(Float32Array.from(point.subarray(0, size)), [inputs, outputs]);
      const bias = tf.tensor1d(Float32Array.from(point.subarray(size)));
      const logits = tf.add(tf.matMul(x, weights), bias);
      const shifted = tf.sub(logits, tf.max(logits, 1, true));
      const logTotal = tf.log(tf.sum(tf.exp(shifted), 1, true));
      const logProbabilities = tf.sub(shifted, logTotal);
      const loss = tf.neg(tf.sum(tf.mul(y, logProbabilities), 1));
      const error = tf.div(tf.sub(tf.exp(logProbabilities), y), labels.length);
      const slopes = tf.matMul(x, error as tf.Tensor2D, true, false);
      return [loss, tf.concat([tf.reshape(slopes, [size]), tf.sum(error, 0)])];
    });
    const [losses, slopes] = (await Promise.all(made.map((tensor) => tensor.data()))) as [
      ...[Float32Array, Float32Array],
    ];
    tf.dispose(made);
    // Summed in double precision: the last steps differ in less than float32 shows.
    let value = losses.reduce((sum, loss) => sum + loss, 0) / labels.length;
    const gradient = Float64Array.from(slopes);
    for (let i = 0; i < size; i++) {
      value += (weightDecay / 2) * point[i]! ** 2;
      gradient[i]! += weightDecay * point[i]!;
    }
    return { value, gradient };
  };

  try {
    const onStep = (done: number) => onProgress?.(done, ITERATIONS);
    const options = { iterations: ITERATIONS, tolerance: TOLERANCE, onStep };
    const found = await minimise(evaluate, new Float64Array(size + outputs), options);
    await onStep(ITERATIONS);
    const [weights, bias] = [found.subarray(0, size), found.subarray(size)].map((part) =>
      Float32Array.from(part),
    );
    return { inputs, outputs, weights: weights!, bias: bias! };
  } finally {
    tf.dispose([x, y]);
  }
}

async function countRight(map: LinearMap, rows: Rows, wanted: readonly number[]): Promise<number> {
  const { data, width } = await applyLinearMap('features', map, rows);
  return wanted.filter((label, row) => {
    const logits = data.subarray(row * width, (row + 1) * width);
    return logits.indexOf(Math.max(...logits)) === label;
  }).length;
}

function tally(labels: readonly number[], outputs: number): number[] {
  const counts = Array<number>(outputs).fill(0);
  for (const label of labels) counts[label]!++;
  return counts;
}
