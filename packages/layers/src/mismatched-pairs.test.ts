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

  it('shifts the captions by one, cyclically', () => {
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

  describe('where others are given', () => {
    const others = tf.tensor2d([
      [0.1, 7],
      [0.2, 8],
      [0.3, 9],
    ]);
    const pairs = (...classes: number[]) => {
      const { embeddings: wrong, mask } = mismatchedPairs(
        embeddings,
        tf.tensor1d(classes, 'int32'),
        others,
      );
      return { wrong: [...wrong.dataSync()], mask: [...(mask?.dataSync() ?? [])] };
    };

    it('takes them in a batch of one class', () => {
      expect(pairs(8, 8, 8)).toEqual({ wrong: [...others.dataSync()], mask: [1, 1, 1] });
    });

    it('takes the neighbours, to the bit, wherever one is of another class', () => {
      const { mask, embeddings: moved } = mismatchedPairs(
        embeddings,
        tf.tensor1d([7, 8, 8], 'int32'),
      );
      expect(pairs(7, 8, 8)).toEqual({
        wrong: [...moved.dataSync()],
        mask: [...mask!.dataSync()],
      });
    });
  });

  it('counts all neighbours in a batch of one class without others', () => {
    const { embeddings: wrong, mask } = mismatchedPairs(
      embeddings,
      tf.tensor1d([8, 8, 8], 'int32'),
    );
    expect([...mask!.dataSync()]).toEqual([1, 1, 1]);
    expect([...wrong.dataSync()]).toEqual([3, 4, 5, 6, 1, 2]);
  });
});
