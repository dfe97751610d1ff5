import * as tf from '@tensorflow/tfjs-core';
import { randomNumbers } from '../random-numbers.js';

/** A name, and a function that must give the same tensors, or throw, on both backends. */
export type CpuCase = readonly [name: string, build: () => tf.Tensor | tf.Tensor[]];

/** Numbers in [-1, 1). */
export function floats(shape: readonly number[], seed = 0): tf.Tensor {
  return tf.tensor(randomNumbers(shape, seed), [...shape]);
}

/** Integers in [-size, size). */
export function integers(shape: readonly number[], seed = 0, size = 9): tf.Tensor {
  return tf.tensor(
    Int32Array.from(randomNumbers(shape, seed), (x) => Math.floor(size * x)),
    [...shape],
    'int32',
  );
}

/** Bool values. */
export function bools(shape: readonly number[], seed = 0): tf.Tensor {
  return tf.tensor(
    Uint8Array.from(randomNumbers(shape, seed), (x) => (x > 0 ? 1 : 0)),
    [...shape],
    'bool',
  );
}

/** Tensors by dtype. */
export const tensors = { float32: floats, int32: integers, bool: bools } as const;

/** A tensor of rank 4, for image operations. */
export const image = (shape: readonly number[], seed = 0): tf.Tensor4D =>
  floats(shape, seed) as tf.Tensor4D;

/** One case per combination of the elements of two lists. */
export function combine<A, B>(
  first: readonly A[],
  second: readonly B[],
  make: (a: A, b: B) => CpuCase | undefined,
): CpuCase[] {
  return first.flatMap((a) =>
    second.flatMap((b) => [make(a, b)].filter((made) => made !== undefined)),
  );
}
