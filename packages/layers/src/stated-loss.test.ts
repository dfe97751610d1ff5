import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { describe, expect, it } from 'vitest';
import { finiteDifferenceError, normal } from '../test-support/numbers.js';
import { statedLoss } from './index.js';

const value = (scalar: tf.Scalar) => scalar.dataSync()[0]!;

describe('statedLoss', () => {
  // Two attributes, with two and three values.
  const sizes = [2, 3];
  const logits = tf.tensor2d([
    [1, 2, 0, 3, -1],
    [-2, 0.5, 1, 1, 4],
  ]);
  const probability = (of: number[], picked: number[]) => {
    const weights = of.map((logit) => Math.exp(logit));
    const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
    return sum(picked.map((at) => weights[at]!)) / sum(weights);
  };

  it('is the mean over stated attributes of -log of the probability of accepted values', () => {
    const accepted = tf.tensor2d([
      [0, 1, 1, 0, 1],
      [0, 0, 0, 1, 0],
    ]);
    const expected =
      -(
        Math.log(probability([1, 2], [1])) +
        Math.log(probability([0, 3, -1], [0, 2])) +
        Math.log(probability([1, 1, 4], [1]))
      ) / 3;
    expect(value(statedLoss(logits, accepted, sizes))).toBeCloseTo(expected, 5);
  });

  it('is 0 if nothing is stated or all values are accepted, and finite for large logits', () => {
    expect(value(statedLoss(logits, tf.zeros([2, 5]), sizes))).toBe(0);
    expect(value(statedLoss(logits, tf.ones([2, 5]), sizes))).toBeCloseTo(0, 5);
    const wrong = tf.tensor2d([[0, 1, 0, 0, 0]]);
    expect(value(statedLoss(tf.tensor2d([[900, -900, 0, 0, 0]]), wrong, sizes))).toBeCloseTo(
      1800,
      2,
    );
  });

  it.each([[[2, 3]], [[5]]])('has the gradient of finite differences for sizes %j', (sizes) => {
    const accepted = tf.tensor2d([
      [0, 1, 1, 0, 1],
      [0, 0, 0, 1, 0],
    ]);
    const loss = (x: tf.Tensor) => statedLoss(x as tf.Tensor2D, accepted, sizes);
    const at = normal<tf.Rank.R2>([2, 5], 1);
    expect(finiteDifferenceError(loss, at, tf.grad(loss)(at))).toBeLessThan(1e-2);
  });
});
