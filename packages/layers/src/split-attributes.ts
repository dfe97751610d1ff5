import * as tf from '@tensorflow/tfjs-core';

/**
 * The values of each attribute: rows [N, V] as one tensor [N, size] per size. `tf.split` into a
 * single part has no gradient.
 */
export const splitAttributes = (rows: tf.Tensor2D, sizes: readonly number[]): tf.Tensor2D[] =>
  sizes.length === 1 ? [rows] : tf.split(rows, [...sizes], 1);
