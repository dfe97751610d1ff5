import '@tensorflow/tfjs-backend-cpu';
import type { PreparedDataset } from '@stackgan/data';
import { SeededRandom } from '@stackgan/random';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { projectionNetwork } from './projection-network.js';

beforeAll(() => tf.setBackend('cpu'));

const INPUTS = 12;
const dataset = { info: { encoder: { dimension: INPUTS } } } as PreparedDataset;
const rows = (count: number) =>
  tf.tensor2d(new SeededRandom(1).fillNormal(new Float32Array(count * INPUTS)), [count, INPUTS]);

it('begins as a linear map', async () => {
  const { apply } = projectionNetwork(dataset, 5, new SeededRandom(0));
  const of = async (input: tf.Tensor) => [...(await apply(input).data())];
  const pair = rows(2);
  const [first, second] = [tf.slice(pair, 0, 1), tf.slice(pair, 1, 1)];
  const [a, b] = [await of(first), await of(second)];
  const sum = await of(tf.add(tf.mul(first, -3), second));
  for (const [i, value] of sum.entries()) expect(value).toBeCloseTo(b[i]! - 3 * a[i]!, 4);
});

it('begins with the dot products of the other encoder, on average', async () => {
  const dimension = 2000;
  const { apply } = projectionNetwork(dataset, dimension, new SeededRandom(0));
  const input = rows(6);
  const products = async (of: tf.Tensor2D) => [...(await tf.matMul(of, of, false, true).data())];
  const [before, after] = [await products(input), await products(apply(input))];
  const largest = Math.max(...before);
  // The deviation of each is at most √2 of the largest over √dimension.
  const bound = (5 * Math.SQRT2 * largest) / Math.sqrt(dimension);
  for (const [i, value] of after.entries())
    expect(Math.abs(value - before[i]!)).toBeLessThan(bound);
});
