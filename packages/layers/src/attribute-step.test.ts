import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { describe, expect, it } from 'vitest';
import { normal } from '../test-support/numbers.js';
import { attributeStep, createAttributeNetwork, scoreStated } from './index.js';

const value = (scalar: tf.Scalar) => scalar.dataSync()[0]!;

describe('createAttributeNetwork', () => {
  // One of three colours, and whether one of two sides is light.
  const accepted = tf.tensor2d([
    [1, 0, 0, 1, 0],
    [0, 1, 0, 0, 1],
    [0, 0, 1, 0, 0],
  ]);
  const sizes = [3, 2];
  const images = tf.tile(tf.reshape(tf.eye(3), [3, 1, 1, 3]), [1, 64, 64, 1]) as tf.Tensor4D;
  const noise = normal<tf.Rank.R4>([3, 32, 32, 3], 1);
  const network = createAttributeNetwork({ values: 5, width: 2, seed: 1 });
  const optimizer = tf.train.adam(0.02, 0.5, 0.999, 1e-8);

  it('learns what adversarial examples show, and leaves only the loss of a step', () => {
    const stated = { images, accepted, sizes };
    const before = tf.memory().numTensors;
    const losses = Array.from({ length: 12 }, () => {
      const loss = attributeStep(network, optimizer, stated, { noise, radius: 1 });
      const number = value(loss);
      loss.dispose();
      return number;
    });
    expect(tf.memory().numTensors - before).toBe(2 * network.trainableWeights.length);
    expect(losses.at(-1)).toBeLessThan(losses[0]! / 3);
  });

  it('scores without changing weights, and its gradient reaches the images', () => {
    const kept = network.getWeights().map((weight) => [...weight.dataSync()]);
    const loss = (x: tf.Tensor) =>
      scoreStated(network, { images: x as tf.Tensor4D, accepted, sizes });
    const at = normal<tf.Rank.R4>([3, 32, 32, 3], 2);
    // Along the gradient, where rounding matters least.
    const gradient = tf.grad(loss)(at);
    const length = tf.norm(gradient) as tf.Scalar;
    const ahead = tf.mul(gradient, tf.div(0.05, length));
    const slope = (value(loss(tf.add(at, ahead))) - value(loss(tf.sub(at, ahead)))) / 0.1;
    expect(slope / value(length)).toBeCloseTo(1, 1);
    expect(value(length)).toBeGreaterThan(0.01);
    expect(network.getWeights().map((weight) => [...weight.dataSync()])).toEqual(kept);
  });
});
