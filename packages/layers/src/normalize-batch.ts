import * as tf from '@tensorflow/tfjs-core';
import { withoutTape } from './without-tape.js';

/** Statistics of a batch, for moving averages: [C] each; the variance is the biased one. */
export interface BatchStatistics {
  mean: tf.Tensor1D;
  variance: tf.Tensor1D;
}

/**
 * Batch normalisation over all axes but the last: `(x - mean) / sqrt(variance + epsilon) * scale +
 * shift`.
 *
 * Has two reductions forward and two backward; everything else is per channel, so that a large
 * tensor is read as few times as possible. A second pass computes the variance from `x - mean`,
 * since E[x^2] - E[x]^2 loses digits where the mean is large. `onStatistics` is called before the
 * statistics are disposed of.
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
    const { centered, inverseDeviation, factor } = withoutTape(() => {
      const mean = tf.mean<tf.Tensor1D>(x, axes);
      const centered = tf.add(x, tf.neg(mean));
      const variance = tf.mean<tf.Tensor1D>(tf.square(centered), axes);
      onStatistics?.({ mean, variance });
      const inverse = tf.rsqrt(tf.add(variance, epsilon));
      return { centered, inverseDeviation: inverse, factor: tf.mul(scale, inverse) };
    });
    const normalize = tf.customGrad((...inputs) => {
      const [, , beta, save] = inputs as [tf.Tensor, tf.Tensor1D, tf.Tensor1D, tf.GradSaveFunc];
      save([centered, inverseDeviation, factor]);
      return {
        value: tf.add(tf.mul(centered, factor), beta),
        gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => batchGradients(dy, saved, axes),
      };
    });
    return normalize(x, scale, shift) as T;
  });
}

/** dx = dy * factor + (centered * slope + offset), with one number per channel for each factor. */
function batchGradients(dy: tf.Tensor, saved: tf.Tensor[], axes: number[]): tf.Tensor[] {
  const [centered, inverseDeviation, factor] = saved as [tf.Tensor, tf.Tensor1D, tf.Tensor1D];
  const count = centered.size / factor.size;
  const dShift = tf.sum(dy, axes);
  const dScale = tf.mul(inverseDeviation, tf.sum(tf.mul(dy, centered), axes));
  const share = tf.mul(factor, -1 / count);
  const slope = tf.mul(tf.mul(share, inverseDeviation), dScale);
  const offset = tf.mul(share, dShift);
  // In this order a backend can compute the inner sum, a scale and shift per channel, in one pass.
  const dx = tf.add(tf.mul(dy, factor), tf.add(tf.mul(centered, slope), offset));
  return [dx, dScale, dShift];
}
