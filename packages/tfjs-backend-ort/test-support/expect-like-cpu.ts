import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { expectClose } from './expect-close.js';
import type { KernelCase } from './kernel-cases.js';
import { randomNumbers } from './random-numbers.js';

/** The value of a case and, unless it says otherwise, the gradients for a fixed output gradient. */
async function evaluate(
  backend: string,
  [, shapes, build, options]: KernelCase,
): Promise<{ shape: number[]; data: number[] }[]> {
  await tf.setBackend(backend);
  const inputs = shapes.map((shape, i) => tf.tensor(randomNumbers(shape, i), shape));
  const results = tf.tidy(() => {
    const value = build(...inputs);
    if (options?.values) return [value];
    const weights = tf.tensor(randomNumbers(value.shape, 99), value.shape);
    return [value, ...tf.grads((...x: tf.Tensor[]) => build(...x))(inputs, weights)];
  });
  const read = [];
  for (const tensor of results)
    read.push({ shape: tensor.shape, data: [...(await tensor.data())] });
  tf.dispose([inputs, results]);
  return read;
}

/** Fails unless the value and gradients of a case are those of the cpu backend. */
export async function expectLikeCpu(
  backend: string,
  kernelCase: KernelCase,
  tolerance: number,
): Promise<void> {
  const expected = await evaluate('cpu', kernelCase);
  const actual = await evaluate(backend, kernelCase);
  actual.forEach(({ shape, data }, i) => {
    expect(shape).toEqual(expected[i]!.shape);
    expectClose(data, expected[i]!.data, tolerance);
  });
}
