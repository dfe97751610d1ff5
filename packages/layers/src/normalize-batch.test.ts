import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { distance, finiteDifferenceError, normal } from '../test-support/numbers.js';
import { normalizeBatch } from './normalize-batch.js';

const EPSILON = 1e-5;

/** The definition, differentiated by tfjs itself. */
function definition(x: tf.Tensor, scale: tf.Tensor, shift: tf.Tensor): tf.Tensor {
  const axes = x.shape.map((_, axis) => axis).slice(0, -1);
  const { mean, variance } = tf.moments(x, axes);
  const normalized = tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, EPSILON)));
  return tf.add(tf.mul(normalized, scale), shift);
}

function own(x: tf.Tensor, scale: tf.Tensor, shift: tf.Tensor): tf.Tensor {
  return normalizeBatch(x, scale as tf.Tensor1D, shift as tf.Tensor1D, EPSILON);
}

describe('normalizeBatch', () => {
  it.each([[[6, 3]], [[3, 2, 4, 3]]])('equals the definition for %j', (shape) => {
    const x = tf.add(tf.mul(normal(shape, 1), 2), 3);
    const scale = normal([3], 2);
    const shift = normal([3], 3);
    expect(distance(own(x, scale, shift), definition(x, scale, shift))).toBeLessThan(1e-5);

    const dy = normal(shape, 4);
    const ours = tf.grads(own)([x, scale, shift], dy);
    const theirs = tf.grads(definition)([x, scale, shift], dy);
    ours.forEach((gradient, index) => {
      expect(distance(gradient, theirs[index] as tf.Tensor)).toBeLessThan(2e-5);
    });
  });

  it('has the gradients of finite differences', () => {
    const x = normal([5, 2], 5);
    const scale = tf.tensor1d([0.5, 2]);
    const shift = tf.tensor1d([-1, 1]);
    const weights = normal([5, 2], 6);
    const f = (a: tf.Tensor, b: tf.Tensor, c: tf.Tensor) =>
      tf.sum(tf.mul(own(a, b, c), weights)) as tf.Scalar;
    const [dx, dScale, dShift] = tf.grads(f)([x, scale, shift]) as [
      tf.Tensor,
      tf.Tensor,
      tf.Tensor,
    ];
    expect(finiteDifferenceError((a) => f(a, scale, shift), x, dx)).toBeLessThan(1e-2);
    expect(finiteDifferenceError((b) => f(x, b, shift), scale, dScale)).toBeLessThan(1e-2);
    expect(finiteDifferenceError((c) => f(x, scale, c), shift, dShift)).toBeLessThan(1e-2);
  });

  it('gives mean `shift` and standard deviation `scale`', () => {
    const y = own(normal([500, 2], 7), tf.tensor1d([2, 3]), tf.tensor1d([-1, 4]));
    const { mean, variance } = tf.moments(y, 0);
    expect(distance(mean, tf.tensor1d([-1, 4]))).toBeLessThan(1e-4);
    expect(distance(tf.sqrt(variance), tf.tensor1d([2, 3]))).toBeLessThan(1e-3);
  });

  it('stays finite for a constant channel', () => {
    const constant = tf.fill([4, 2], 1234.567);
    const [dx] = tf.grads(own)([constant, tf.ones([2]), tf.zeros([2])], normal([4, 2], 8));
    expect(
      own(constant, tf.ones([2]), tf.zeros([2]))
        .dataSync()
        .every(Number.isFinite),
    ).toBe(true);
    expect((dx as tf.Tensor).dataSync().every(Number.isFinite)).toBe(true);
  });

  it('keeps the digits of a variance that is small beside the mean', () => {
    const values = Float32Array.from({ length: 4096 }, (_, i) => 300 + Math.sin(i));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length;
    const [ones, zeros] = [tf.ones([1]) as tf.Tensor1D, tf.zeros([1]) as tf.Tensor1D];
    let found = NaN;
    normalizeBatch(tf.tensor2d(values, [4096, 1]), ones, zeros, 0, (statistics) => {
      found = statistics.variance.dataSync()[0]!;
    });
    expect(Math.abs(found / variance - 1)).toBeLessThan(1e-5);
  });
});
