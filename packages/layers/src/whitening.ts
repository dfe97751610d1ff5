import * as tf from '@tensorflow/tfjs-core';
import type { TextCode } from './text-code.js';

/**
 * Share of the mean variance that is added to each direction's: few captions vary in some by chance alone, and of fewer captions
 * than numbers many directions have no variance at all.
 */
const RIDGE = 0.01;
/** For embeddings that are all the same. */
const LEAST = 1e-8;

/**
 * The linear map that gives rows of `embeddings` [N, T] mean 0 and covariance I, almost. Numbers of a sentence encoder are small, far
 * from 0 and depend on each other, so that a layer learns most of what they say late or never; whitened, all is said equally loud.
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
  const ridge = Math.max((RIDGE * trace.reduce((a, b) => a + b, 0)) / size, LEAST);
  for (let i = 0; i < size; i++) matrix[i * size + i]! += ridge;
  return tf.tidy(() => {
    // Of A = L Lᵀ, rows times the inverse of Lᵀ.
    const inverse = tf.tensor2d(Float32Array.from(inverseCholesky(matrix, size)), [size, size]);
    const kernel = tf.transpose<tf.Tensor2D>(inverse);
    const bias = tf.neg(tf.matMul(tf.expandDims<tf.Tensor2D>(mean, 0), kernel));
    tf.dispose([mean, covariance]);
    return { kernel, bias: tf.reshape<tf.Rank.R1>(bias, [size]) };
  });
}

/** The inverse of the lower triangle L of A = L Lᵀ, of a positive definite A [n, n]. */
function inverseCholesky(matrix: Float64Array, n: number): Float64Array {
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
