import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';

export type Build = (...inputs: tf.Tensor[]) => tf.Tensor;

/**
 * Deterministic numbers in [-1, 1). Those of a plain sine come back in step with rows and channels, so that a
 * sum of products is a thousand, or a thousandth, of what other numbers give, and bounds mean nothing.
 */
export function numbers(shape: readonly number[], phase: number): Float32Array {
  const size = shape.reduce((a, b) => a * b, 1);
  return Float32Array.from({ length: size }, (_, i) => {
    const wild = 43758.5453 * Math.sin(12.9898 * (i + 1) + phase * 78.233);
    return 2 * (wild - Math.floor(wild)) - 1;
  });
}

/** Value and input gradients of `build` under a fixed cotangent, on one backend. */
export async function evaluate(
  backend: string,
  build: Build,
  shapes: number[][],
  withGradient: boolean,
): Promise<{ shape: number[]; data: number[] }[]> {
  await tf.setBackend(backend);
  const inputs = shapes.map((shape, i) => tf.tensor(numbers(shape, i), shape));
  const results = tf.tidy(() => {
    const value = build(...inputs);
    if (!withGradient) return [value];
    const weights = tf.tensor(numbers(value.shape, 99), value.shape);
    return [value, ...tf.grads((...x: tf.Tensor[]) => build(...x))(inputs, weights)];
  });
  const read = [];
  for (const tensor of results)
    read.push({ shape: tensor.shape, data: [...(await tensor.data())] });
  tf.dispose([inputs, results]);
  return read;
}

export function expectClose(actual: number[], expected: number[], tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  const scale = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  actual.forEach((value, i) => {
    if (!(Math.abs(value - expected[i]!) <= tolerance * scale)) {
      expect.fail(`element ${i}: ${value}, expected ${expected[i]}`);
    }
  });
}
