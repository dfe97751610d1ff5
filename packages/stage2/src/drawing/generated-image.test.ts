import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { readGenerated } from './generated-image.js';

beforeAll(() => tf.setBackend('cpu'));

it.each([NaN, Infinity, -Infinity])('takes no image with %s for one', async (value) => {
  const before = tf.memory().numTensors;
  for (const stage of ['images', 'stage1'] as const) {
    const drawn = {
      images: tf.zeros<tf.Rank.R4>([1, 2, 2, 3]),
      stage1: tf.zeros<tf.Rank.R4>([1, 1, 1, 3]),
    };
    drawn[stage].dispose();
    drawn[stage] = tf.fill([1, 1, 1, 3], value);
    const error = await readGenerated(drawn).catch((reason: Error) => reason);
    expect(error).toMatchObject({ name: 'ImageError', value });
    expect((error as Error).message).toContain(`an image holds ${value}, which is no colour`);
  }
  expect(tf.memory().numTensors).toBe(before);
});
