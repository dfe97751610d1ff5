import * as tf from '@tensorflow/tfjs-core';

/**
 * `embeddings` [N, T], and below them N / 2 means of two of them (GAN-INT, Reed et al. 2016,
 * equation 5 with beta 0.5): captions without a real image, for the generator alone. [N + N / 2,
 * T], rounded down.
 */
export function withInterpolated(embeddings: tf.Tensor2D): tf.Tensor2D {
  const half = Math.floor(embeddings.shape[0] / 2);
  const part = (start: number) => tf.slice(embeddings, [start, 0], [half, -1]);
  const means = tf.mul(tf.add(part(0), part(half)), 0.5);
  return tf.concat([embeddings, means as tf.Tensor2D]);
}
