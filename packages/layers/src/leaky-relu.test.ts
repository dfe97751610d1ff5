import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { leakyRelu } from './leaky-relu.js';

it('has the values and the gradient of tf.leakyRelu', () => {
  const x = tf.tensor2d([
    [-2, -0.5, 0],
    [1e-3, 1, 3],
  ]);
  const weights = tf.tensor2d([
    [1, -2, 3],
    [-4, 5, -6],
  ]);
  expect([...leakyRelu(x, 0.2).dataSync()]).toEqual([...tf.leakyRelu(x, 0.2).dataSync()]);
  const gradient = tf.grad((input) => leakyRelu(input, 0.2))(x, weights);
  const expected = tf.grad((input) => tf.leakyRelu(input, 0.2))(x, weights);
  expect([...gradient.dataSync()]).toEqual([...expected.dataSync()]);
});
