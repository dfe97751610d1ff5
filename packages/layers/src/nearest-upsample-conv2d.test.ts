import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { distance, finiteDifferenceError, normal } from '../test-support/numbers.js';
import { nearestUpsampleConv2d } from './nearest-upsample-conv2d.js';

/** The definition: every pixel twice in both directions, then a plain convolution. */
function directForm(x: tf.Tensor4D, kernel: tf.Tensor4D): tf.Tensor4D {
  const [batch, height, width, channels] = x.shape;
  const wide = tf.reshape(tf.concat([x, x], 3), [batch, height, 2 * width * channels]);
  const doubled = tf.reshape(tf.concat([wide, wide], 2), [batch, 2 * height, 2 * width, channels]);
  return tf.conv2d(doubled as tf.Tensor4D, tf.transpose(kernel, [0, 1, 3, 2]), 1, 'same');
}

describe('nearestUpsampleConv2d', () => {
  const cases = [
    { size: [1, 1, 1, 1], filters: 1 },
    { size: [2, 4, 4, 3], filters: 5 },
    { size: [3, 3, 5, 2], filters: 4 },
    { size: [2, 1, 6, 4], filters: 3 },
  ] as const;

  it.each(cases)('equals doubling and convolving, for $size and $filters', ({ size, filters }) => {
    const x = normal<tf.Rank.R4>([...size], 1);
    const kernel = normal<tf.Rank.R4>([3, 3, filters, size[3]], 2);
    expect(distance(nearestUpsampleConv2d(x, kernel), directForm(x, kernel))).toBeLessThan(1e-5);
  });

  it.each(cases)('has the same gradients, for $size and $filters', ({ size, filters }) => {
    const x = normal<tf.Rank.R4>([...size], 3);
    const kernel = normal<tf.Rank.R4>([3, 3, filters, size[3]], 4);
    const dy = normal<tf.Rank.R4>([size[0], 2 * size[1], 2 * size[2], filters], 5);
    const gradients = (f: typeof directForm) =>
      tf.grads((a, b) => f(a as tf.Tensor4D, b as tf.Tensor4D))([x, kernel], dy);
    const ours = gradients(nearestUpsampleConv2d);
    const direct = gradients(directForm);
    expect(distance(ours[0] as tf.Tensor, direct[0] as tf.Tensor)).toBeLessThan(1e-5);
    // The kernel's gradient sums over all positions, so its rounding grows with their number.
    expect(distance(ours[1] as tf.Tensor, direct[1] as tf.Tensor)).toBeLessThan(2e-5);
  });

  it('has the gradients of finite differences', () => {
    const x = normal<tf.Rank.R4>([2, 2, 3, 2], 6);
    const kernel = normal<tf.Rank.R4>([3, 3, 2, 2], 7);
    const weights = normal<tf.Rank.R4>([2, 4, 6, 2], 8);
    const f = (a: tf.Tensor, b: tf.Tensor) =>
      tf.sum(
        tf.mul(nearestUpsampleConv2d(a as tf.Tensor4D, b as tf.Tensor4D), weights),
      ) as tf.Scalar;
    const [dx, dKernel] = tf.grads(f)([x, kernel]) as [tf.Tensor, tf.Tensor];
    expect(finiteDifferenceError((a) => f(a, kernel), x, dx)).toBeLessThan(1e-2);
    expect(finiteDifferenceError((b) => f(x, b), kernel, dKernel)).toBeLessThan(1e-2);
  });

  it('leaks no tensor', () => {
    const x = normal<tf.Rank.R4>([2, 3, 3, 2], 9);
    const kernel = normal<tf.Rank.R4>([3, 3, 2, 2], 10);
    const before = tf.memory().numTensors;
    tf.dispose(nearestUpsampleConv2d(x, kernel));
    tf.dispose(tf.grad((a) => nearestUpsampleConv2d(a as tf.Tensor4D, kernel))(x));
    expect(tf.memory().numTensors).toBe(before);
  });
});
