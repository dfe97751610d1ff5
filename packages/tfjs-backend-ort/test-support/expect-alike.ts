import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { read } from './read.js';
import type { CpuCase } from './cpu-cases/case.js';

interface Found {
  readonly shape: number[];
  readonly dtype: string;
  readonly values: number[];
}

/** The results of a case on a backend; all its tensors are disposed of. */
async function find(backend: string, build: CpuCase[1]): Promise<Found[]> {
  await tf.setBackend(backend);
  tf.engine().startScope();
  try {
    return [build()].flat().map((tensor) => ({
      shape: tensor.shape,
      dtype: tensor.dtype,
      values: read(tensor),
    }));
  } finally {
    tf.engine().endScope();
  }
}

/** Equal except for the last digits of float32 and the sign of 0. */
function isAlike(a: number, b: number): boolean {
  if (a === b || (Number.isNaN(a) && Number.isNaN(b))) return true;
  return Number.isFinite(b) && Math.abs(a - b) <= 2e-6 * (1 + Math.abs(b));
}

/** Fails unless a case gives the same on `ort` as on `cpu`, and leaks as little. */
export async function expectAlike(build: CpuCase[1]): Promise<void> {
  const expected = await find('cpu', build);
  const { numTensors, numDataBuffers, numBytes } = tf.memory();
  const actual = await find('ort', build);
  expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers, numBytes });
  expect(actual.map(({ shape, dtype }) => ({ shape, dtype }))).toEqual(
    expected.map(({ shape, dtype }) => ({ shape, dtype })),
  );
  actual.forEach(({ dtype, values }, i) => {
    const others = expected[i]!.values;
    const isSame = dtype === 'float32' ? values.every((x, n) => isAlike(x, others[n]!)) : undefined;
    if (!isSame) expect(values).toEqual(others);
  });
}
