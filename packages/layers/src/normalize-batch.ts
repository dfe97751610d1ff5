import * as tf from '@tensorflow/tfjs-core';
import { withoutTape } from './without-tape.js';

/** What `normalizeBatch` found in the batch, for moving averages: both [C], variance biased. */
export interface BatchStatistics {
  mean: tf.Tensor1D;
  variance: tf.Tensor1D;
}

/**
 * Batch normalisation over all axes but the last: `(x - mean) / sqrt(variance + epsilon) * scale + shift`.
 *
 * Two reductions forward and two backward; everything else is per channel, so that a large
 * tensor is read as few times as possible. The variance is E[x^2] - E[x]^2, cut off at 0.
 * `onStatistics` runs inside, before the statistics are disposed of.
 */
export function normalizeBatch<T extends tf.Tensor>(
  x: T,
  scale: tf.Tensor1D,
  shift: tf.Tensor1D,
  epsilon: number,
  onStatistics?: (statistics: BatchStatistics) => void,
): T {
  return tf.tidy(() => {
    const axes = Array.from({ length: x.rank - 1 }, (_, axis) => axis);
    const { mean, inverseDeviation, factor } = withoutTape(() => {
      const statistics = batchStatistics(x, axes);
      onStatistics?.(statistics);
      const inverse = tf.rsqrt(tf.add(statistics.variance, epsilon));
      return {
        mean: statistics.mean,
        inverseDeviation: inverse,
        factor: tf.mul(scale, inverse),
      };
    });
    const normalize = tf.customGrad((...inputs) => {
      const [input, , beta, save] = inputs as [
        tf.Tensor,
        tf.Tensor1D,
        tf.Tensor1D,
        tf.GradSaveFunc,
      ];
      save([input, mean, inverseDeviation, factor]);
      return {
        value: tf.add(tf.mul(input, factor), tf.sub(beta, tf.mul(mean, factor))),
        gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => batchGradients(dy, saved, axes),
      };
    });
    return normalize(x, scale, shift) as T;
  });
}

function batchStatistics(x: tf.Tensor, axes: number[]): BatchStatistics {
  const mean = tf.mean<tf.Tensor1D>(x, axes);
  const meanSquare = tf.mean<tf.Tensor1D>(tf.square(x), axes);
  return { mean, variance: tf.relu(tf.sub<tf.Tensor1D>(meanSquare, tf.square(mean))) };
}

/** dx = dy * factor + (x * slope + offset), with one vector each per channel. */
function batchGradients(dy: tf.Tensor, saved: tf.Tensor[], axes: number[]): tf.Tensor[] {
  const [x, mean, inverseDeviation, factor] = saved as [
    tf.Tensor,
    tf.Tensor1D,
    tf.Tensor1D,
    tf.Tensor1D,
  ];
  const count = x.size / mean.size;
  const sumOfDy = tf.sum(dy, axes);
  const sumOfDyX = tf.sum(tf.mul(dy, x), axes);
  const dScale = tf.mul(inverseDeviation, tf.sub(sumOfDyX, tf.mul(mean, sumOfDy)));
  const slope = tf.mul(tf.mul(factor, inverseDeviation), tf.mul(dScale, -1 / count));
  const offset = tf.sub(tf.mul(tf.mul(factor, sumOfDy), -1 / count), tf.mul(slope, mean));
  // In this order a backend can compute the inner sum, scale and shift per channel, in one pass.
  const dx = tf.add(tf.mul(dy, factor), tf.add(tf.mul(x, slope), offset));
  return [dx, dScale, sumOfDy];
}
