import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { finiteDifferenceError, normal } from '../test-support/numbers.js';
import { ScaleChannels } from './index.js';

it('scales channels by 1 + factors, of each image its own', () => {
  const x = tf.ones([2, 2, 1, 3]);
  const factors = tf.tensor2d([
    [0, 1, -1],
    [2, -3, 0.5],
  ]);
  const scaled = new ScaleChannels({}).apply([x, factors]) as tf.Tensor;
  expect(scaled.shape).toEqual([2, 2, 1, 3]);
  expect([...scaled.dataSync()]).toEqual([1, 2, 0, 1, 2, 0, 3, -2, 1.5, 3, -2, 1.5]);
});

it('has the gradients of finite differences', () => {
  const [x, weights] = [normal([2, 2, 2, 3], 1), normal([2, 2, 2, 3], 2)];
  const layer = new ScaleChannels({});
  const loss = (factors: tf.Tensor) =>
    tf.sum<tf.Scalar>(tf.mul(layer.apply([x, factors]) as tf.Tensor, weights));
  const at = normal([2, 3], 3);
  expect(finiteDifferenceError(loss, at, tf.grad(loss)(at))).toBeLessThan(1e-2);
});
