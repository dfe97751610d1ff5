import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { klDivergence } from './kl-divergence.js';

const value = (mean: number[][], logVariance: number[][]) =>
  klDivergence(tf.tensor2d(mean), tf.tensor2d(logVariance)).dataSync()[0] ?? NaN;

describe('klDivergence', () => {
  it('is 0 at N(0, I)', () => {
    expect(Math.abs(value([[0, 0]], [[0, 0]]))).toBe(0);
  });

  it('is half the squared mean for unit variance', () => {
    expect(value([[3, 0]], [[0, 0]])).toBeCloseTo(9 / 4, 6);
  });

  it('is (v - 1 - ln v) / 2 for mean 0 and variance v', () => {
    expect(value([[0]], [[Math.log(4)]])).toBeCloseTo((4 - 1 - Math.log(4)) / 2, 6);
    expect(value([[0]], [[Math.log(0.1)]])).toBeCloseTo((0.1 - 1 - Math.log(0.1)) / 2, 6);
  });

  it('averages over batch and dimensions', () => {
    const cell = (mean: number, logVariance: number) => value([[mean]], [[logVariance]]);
    const all = value(
      [
        [1, 2],
        [3, 4],
      ],
      [
        [0.1, 0.2],
        [0.3, 0.4],
      ],
    );
    const mean = (cell(1, 0.1) + cell(2, 0.2) + cell(3, 0.3) + cell(4, 0.4)) / 4;
    expect(all).toBeCloseTo(mean, 5);
  });

  it('has the gradients mean / n and (exp(logVariance) - 1) / 2n', () => {
    const mean = tf.tensor2d([[1, -2]]);
    const logVariance = tf.tensor2d([[0.5, -1]]);
    const [dMean, dLogVariance] = tf.grads((m, v) =>
      klDivergence(m as tf.Tensor2D, v as tf.Tensor2D),
    )([mean, logVariance]) as [tf.Tensor, tf.Tensor];
    expect(dMean.dataSync()[1]).toBeCloseTo(-2 / 2, 6);
    expect(dLogVariance.dataSync()[0]).toBeCloseTo((Math.exp(0.5) - 1) / 4, 6);
  });
});
