import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { Adam } from './adam.js';

beforeAll(() => tf.setBackend('cpu'));

const options = { learningRate: 0.1, beta1: 0.5, beta2: 0.999, epsilon: 1e-8 };

describe('Adam', () => {
  it('follows the formula of the paper on one number', () => {
    const variable = tf.variable(tf.tensor1d([1]));
    const adam = new Adam([variable], options);
    let [p, m, v] = [1, 0, 0];
    for (const [index, g] of [0.3, -0.2, 4].entries()) {
      const t = index + 1;
      m = 0.5 * m + 0.5 * g;
      v = 0.999 * v + 0.001 * g * g;
      p -= (0.1 * (m / (1 - 0.5 ** t))) / (Math.sqrt(v / (1 - 0.999 ** t)) + 1e-8);
      adam.beginUpdate();
      tf.tidy(() => adam.applyGradients([{ name: variable.name, tensor: tf.tensor1d([g]) }]));
      expect(variable.dataSync()[0]).toBeCloseTo(p, 6);
    }
    expect(adam.updates).toBe(3);
  });

  it('keeps no tensor but its slots and two constants, and frees them', () => {
    const before = tf.memory().numTensors;
    const variable = tf.tidy(() => tf.variable(tf.zeros([2, 3])));
    const adam = new Adam([variable], options);
    const tensor = tf.ones([2, 3]);
    adam.beginUpdate();
    adam.applyGradients([{ name: variable.name, tensor }]);
    expect(tf.memory().numTensors).toBe(before + 6);
    adam.dispose();
    tf.dispose([variable, tensor]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('rejects the gradient of a variable that it does not know', () => {
    const adam = new Adam([], options);
    const tensor = tf.scalar(1);
    expect(() => adam.applyGradients([{ name: 'other', tensor }])).toThrow(
      'gradient of other, which is not a variable of this optimiser',
    );
  });
});
