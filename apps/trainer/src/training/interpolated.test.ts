import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { withInterpolated } from './interpolated.js';

it('adds the means of the first half and the second, an odd one left out', async () => {
  const embeddings = tf.tensor2d([
    [0, 2],
    [4, 6],
    [8, 0],
    [0, 1],
    [9, 9],
  ]);
  const all = withInterpolated(embeddings);
  expect(await all.array()).toEqual([
    ...((await embeddings.array()) as number[][]),
    [4, 1],
    [2, 3.5],
  ]);
});
