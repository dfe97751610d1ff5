import * as tf from '@tensorflow/tfjs-core';

/** Reproducible numbers from N(0, 1). */
export function normal<R extends tf.Rank>(shape: tf.ShapeMap[R], seed: number): tf.Tensor<R> {
  return tf.randomNormal<R>(shape, 0, 1, 'float32', seed);
}

/** The largest absolute difference of two tensors of one shape. */
export function distance(a: tf.Tensor, b: tf.Tensor): number {
  expectShape(a, b.shape);
  return tf.tidy(() => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0] ?? NaN);
}

function expectShape(x: tf.Tensor, shape: number[]): void {
  if (String(x.shape) !== String(shape)) throw new Error(`Shape [${x.shape}], not [${shape}]`);
}

/**
 * The largest error of `gradient` against central differences of `f` at `x`, relative to the
 * gradient's largest entry; a float32 function allows about 1e-2.
 */
export function finiteDifferenceError(
  f: (x: tf.Tensor) => tf.Scalar,
  x: tf.Tensor,
  gradient: tf.Tensor,
  step = 1e-2,
): number {
  const values = x.dataSync() as Float32Array;
  const analytic = gradient.dataSync();
  const at = (index: number, offset: number) => {
    const moved = values.slice();
    moved[index] = (moved[index] ?? 0) + offset;
    return tf.tidy(() => f(tf.tensor(moved, x.shape)).dataSync()[0] ?? NaN);
  };
  let error = 0;
  let largest = 0;
  for (let index = 0; index < values.length; index++) {
    const slope = (at(index, step) - at(index, -step)) / (2 * step);
    error = Math.max(error, Math.abs(slope - (analytic[index] ?? NaN)));
    largest = Math.max(largest, Math.abs(slope));
  }
  return error / largest;
}
