import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { readLosses } from './read-losses.js';

beforeAll(() => tf.setBackend('cpu'));

describe('readLosses', () => {
  it('reads and frees the scalars', async () => {
    const before = tf.memory().numTensors;
    const losses = await readLosses(
      { a: tf.scalar(1), b: tf.scalar(2) },
      { step: 1, lastState: '' },
    );
    expect(losses).toEqual({ a: 1, b: 2 });
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each([NaN, Infinity])('stops at %d and names step, loss and the last state', async (value) => {
    const scalars = { 'discriminator.loss': tf.scalar(1), 'generator.kl': tf.scalar(value) };
    await expect(
      readLosses(scalars, { step: 12, lastState: 'runs/x/state-000010' }),
    ).rejects.toThrow(
      `step 12: generator.kl is ${value}; the last good state is runs/x/state-000010`,
    );
  });
});
