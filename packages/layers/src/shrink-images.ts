import * as tf from '@tensorflow/tfjs-core';

/** Averages images [N, S, S, C] to `side`, a divisor of S; differentiable on every backend. */
export function shrinkImages(images: tf.Tensor4D, side: number): tf.Tensor4D {
  const [count, size, , channels] = images.shape;
  if (size === side) return images;
  const factor = size / side;
  const rows = tf.mean(tf.reshape(images, [count, side, factor, size * channels]), 2);
  return tf.mean<tf.Tensor4D>(tf.reshape(rows, [count, side, side, factor, channels]), 3);
}
