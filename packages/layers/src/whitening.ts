import * as tf from '@tensorflow/tfjs-core';
import type { TextCode } from './text-code.js';

/**
 * Share of the mean variance that is added to the variance in each direction. Without it,
 * directions in which a few captions vary by chance would be amplified; with fewer captions than
 * dimensions, many directions have no variance at all.
 */
const RIDGE = 0.01;
/** Smallest ridge, for embeddings that are all equal. */
const MINIMUM_RIDGE = 1e-8;

/**
 * The linear map [T, T] that gives the rows of `embeddings` [N, T] mean 0 and, up to a small ridge,
 * covariance I. Embeddings of a sentence encoder have small variances, means far from 0 and strong
 * correlations, so that a layer learns most directions slowly or never; whitened, all directions
 * have the same scale. Dispose of the result.
 */
export function whitening(embeddings: tf.Tensor2D): TextCode {
  const [count, size] = embeddings.shape;
  const [mean, covariance] = tf.tidy(() => {
    const center = tf.mean(embeddings, 0);
    const centered = tf.sub<tf.Tensor2D>(embeddings, center);
    return [center, tf.div(tf.matMul(centered, centered, true, false), count)];
  }) as [tf.Tensor1D, tf.Tensor2D];
  const matrix = Float64Array.from(covariance.dataSync());
  const trace = Array.from({ length: size }, (_, i) => matrix[i * size + i]!);
  const ridge = Math.max((RIDGE * trace.reduce((a, b) => a + b, 0)) / size, MINIMUM_RIDGE);
  for (let i = 0; i < size; i++) matrix[i * size + i]! += ridge;
  return tf.tidy(() => {
    // With the covariance L Lᵀ, rows are multiplied by the inverse of Lᵀ.
    const inverse = tf.tensor2d(Float32Array.from(inverseCholesky(matrix, size)), [size, size]);
    const kernel = tf.transpose<tf.Tensor2D>(inverse);
    const bias = tf.neg(tf.matMul(tf.expandDims<tf.Tensor2D>(mean, 0), kernel));
    tf.dispose([mean, covariance]);
    return { kernel, bias: tf.reshape<tf.Rank.R1>(bias, [size]) };
  });
}

/** The inverse of L, row by row, the lower triangle of the Cholesky factorisation L Lᵀ of `matrix` [n, n]. */
export function inverseCholesky(matrix: Float64Array, n: number): Float64Array {
  const factor = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = matrix[i * n + j]!;
      for (let k = 0; k < j; k++) rest -= factor[i * n + k]! * factor[j * n + k]!;
      factor[i * n + j] = i === j ? Math.sqrt(rest) : rest / factor[j * n + j]!;
    }
  }
  // Row by row: L times its inverse is I.
  const inverse = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    const row = inverse.subarray(i * n, (i + 1) * n);
    row[i] = 1;
    for (let k = 0; k < i; k++) {
      const weight = factor[i * n + k]!;
      for (let j = 0; j <= k; j++) row[j]! -= weight * inverse[k * n + j]!;
    }
    for (let j = 0; j <= i; j++) row[j]! /= factor[i * n + i]!;
  }
  return inverse;
}
