import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { mismatchedPairs } from './mismatched-pairs.js';

describe('mismatchedPairs', () => {
  const embeddings = tf.tensor2d([
    [1, 2],
    [3, 4],
    [5, 6],
  ]);

  it('moves the captions on by one, around the end', () => {
    expect(mismatchedPairs(embeddings).embeddings.arraySync()).toEqual([
      [3, 4],
      [5, 6],
      [1, 2],
    ]);
    expect(mismatchedPairs(embeddings).mask).toBeUndefined();
  });

  it('masks neighbours of the same class', () => {
    const { mask } = mismatchedPairs(embeddings, tf.tensor1d([7, 8, 8], 'int32'));
    expect(mask?.arraySync()).toEqual([[1], [0], [1]]);
  });
});
