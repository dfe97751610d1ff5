import * as tf from '@tensorflow/tfjs-core';

const WINDOW = 3;

/**
 * The largest of three neighbours in every `stride`-th window of [N, L, C], L a multiple of
 * `stride`. It is written with slices since the gradient of `tf.maxPool` cannot be traced; as
 * there, the first of equal numbers gets the gradient.
 */
export function maxPool(input: tf.Tensor3D, stride: number): tf.Tensor3D {
  const [batch, length, channels] = input.shape;
  const count = Math.floor((length - WINDOW) / stride) + 1;
  const blocks = tf.reshape(input, [batch, length / stride, stride, channels]);
  const neighbour = (offset: number) => {
    const begin = [0, Math.floor(offset / stride), offset % stride, 0];
    return tf.slice(blocks, begin, [batch, count, 1, channels]);
  };
  const largest = tf.maximum(tf.maximum(neighbour(0), neighbour(1)), neighbour(2));
  return tf.reshape(largest, [batch, count, channels]);
}
