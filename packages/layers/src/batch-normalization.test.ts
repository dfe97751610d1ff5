import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { distance, normal } from '../test-support/numbers.js';
import { BatchNormalization } from './batch-normalization.js';

function built(): { layer: BatchNormalization; x: tf.Tensor } {
  const layer = new BatchNormalization({ seed: 3 });
  const x = tf.add(tf.mul(normal([8, 2, 2, 3], 1), 2), 5);
  layer.apply(x);
  return { layer, x };
}

function movingStatistics(layer: BatchNormalization): [tf.Tensor, tf.Tensor] {
  return layer.getWeights().slice(2) as [tf.Tensor, tf.Tensor];
}

describe('BatchNormalization', () => {
  it('starts with scale near 1, shift 0, moving mean 0 and variance 1', () => {
    const [gamma, beta, mean, variance] = built().layer.getWeights() as tf.Tensor[];
    expect(distance(gamma as tf.Tensor, tf.ones([3]))).toBeLessThan(0.1);
    expect(distance(gamma as tf.Tensor, tf.ones([3]))).toBeGreaterThan(0);
    expect(distance(beta as tf.Tensor, tf.zeros([3]))).toBe(0);
    expect(distance(mean as tf.Tensor, tf.zeros([3]))).toBe(0);
    expect(distance(variance as tf.Tensor, tf.ones([3]))).toBe(0);
  });

  it('moves its statistics by a tenth towards those of a training batch', () => {
    const { layer, x } = built();
    const batch = tf.moments(x, [0, 1, 2]);
    layer.apply(x, { training: true });
    const [mean, variance] = movingStatistics(layer);
    expect(distance(mean, tf.mul(batch.mean, 0.1))).toBeLessThan(1e-5);
    expect(distance(variance, tf.add(tf.mul(batch.variance, 0.1), 0.9))).toBeLessThan(1e-5);
  });

  it("keeps n / (n - 1) of the variance with 'unbiased', and normalises alike", () => {
    const { layer, x } = built();
    const unbiased = new BatchNormalization({ seed: 3, movingVariance: 'unbiased' });
    const [biasedOutput, output] = [layer, unbiased].map(
      (each) => each.apply(x, { training: true }) as tf.Tensor,
    );
    expect(distance(output as tf.Tensor, biasedOutput as tf.Tensor)).toBe(0);
    const n = 8 * 2 * 2;
    const { mean, variance } = tf.moments(x, [0, 1, 2]);
    const expected = tf.add(tf.mul(variance, (0.1 * n) / (n - 1)), 0.9);
    const [movingMean, movingVariance] = movingStatistics(unbiased);
    expect(distance(movingVariance, expected)).toBeLessThan(1e-5);
    expect(distance(movingMean, tf.mul(mean, 0.1))).toBeLessThan(1e-5);
    expect(distance(movingStatistics(layer)[1], expected)).toBeGreaterThan(1e-3);
    expect(unbiased.getConfig()).toMatchObject({ movingVariance: 'unbiased' });
  });

  it('keeps its statistics in evaluation and with updateStatistics false', () => {
    const { layer, x } = built();
    layer.apply(x);
    layer.apply(x, { training: true, updateStatistics: false });
    const [mean, variance] = movingStatistics(layer);
    expect(distance(mean, tf.zeros([3]))).toBe(0);
    expect(distance(variance, tf.ones([3]))).toBe(0);
  });

  it('treats each example alone in evaluation', () => {
    const { layer, x } = built();
    layer.apply(x, { training: true });
    const together = tf.slice(layer.apply(x) as tf.Tensor, 2, 1);
    const alone = layer.apply(tf.slice(x, 2, 1)) as tf.Tensor;
    expect(distance(together, alone)).toBe(0);
  });

  it('evaluates a batch as it was trained once the statistics have settled', () => {
    const { layer, x } = built();
    for (let step = 0; step < 200; step++)
      tf.dispose(layer.apply(x, { training: true }) as tf.Tensor);
    const training = layer.apply(x, { training: true }) as tf.Tensor;
    expect(distance(layer.apply(x) as tf.Tensor, training)).toBeLessThan(1e-3);
  });
});
