import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { detach, withoutTape } from './without-tape.js';

describe('withoutTape', () => {
  it('lets a whole gradient run inside another one', () => {
    let inner = NaN;
    const outer = tf.grad((x) => {
      const square = tf.square(x);
      inner = withoutTape(
        () =>
          tf
            .grad((y) => tf.mul(y, 3))(tf.scalar(1))
            .dataSync()[0] ?? NaN,
      );
      return tf.mul(square, 2);
    })(tf.scalar(5));
    expect(inner).toBe(3);
    expect(outer.dataSync()[0]).toBe(20);
  });

  it('goes on recording after an error inside', () => {
    const gradient = tf.grad((x) => {
      expect(() =>
        withoutTape(() => {
          throw new Error('inside');
        }),
      ).toThrow('inside');
      return tf.square(x);
    })(tf.scalar(3));
    expect(gradient.dataSync()[0]).toBe(6);
  });
});

describe('detach', () => {
  it('stops the gradient and keeps the values', () => {
    const gradient = tf.grad((x) => tf.mul(x, detach(x)))(tf.scalar(4));
    expect(gradient.dataSync()[0]).toBe(4);
  });
});
