import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import type { DiscriminatorBatch } from './discriminator-batch.js';
import type { DiscriminatorParts } from './discriminator-parts.js';
import { OptionError } from './option-error.js';
import { type MismatchedKind, scoreMismatched } from './score-mismatched.js';

/** A discriminator that records images and their texts by their first numbers. */
function noting() {
  const pairs: [image: number, text: number][] = [];
  let encoded = 0;
  const parts: DiscriminatorParts = {
    encode: (images) => {
      encoded += 1;
      return images;
    },
    score: (features, text) => {
      const images = tf.slice(features, [0, 0, 0, 0], [-1, 1, 1, 1]).dataSync();
      text.dataSync().forEach((value, row) => pairs.push([images[row] ?? NaN, value]));
      return tf.zeros([features.shape[0], 1]);
    },
    scoreUnconditionally: undefined,
    textPath: 'embedding',
  };
  return { pairs, parts, encodings: () => encoded };
}

const images = (...values: number[]) => tf.tensor4d(values, [values.length, 1, 1, 1]);
const batch = {
  images: images(1, 2, 3),
  embeddings: tf.tensor2d([10, 20, 30], [3, 1]),
  classes: tf.tensor1d([7, 7, 8], 'int32'),
  augmentation: (images: tf.Tensor4D) => tf.mul<tf.Tensor4D>(images, 100),
};

function score(kind: MismatchedKind, more: Partial<DiscriminatorBatch> = {}) {
  const { pairs, parts, encodings } = noting();
  const { mismatched, mask } = scoreMismatched(kind, parts, batch.images, { ...batch, ...more });
  return { pairs, encodings: encodings(), shape: mismatched.shape, mask: mask?.dataSync() };
}

describe('scoreMismatched', () => {
  it('masked: the next caption, cyclically, without those of the same class', () => {
    const { pairs, mask, encodings } = score('masked');
    expect(pairs).toEqual([
      [1, 20],
      [2, 30],
      [3, 10],
    ]);
    expect([...(mask ?? [])]).toEqual([0, 1, 1]);
    expect(encodings).toBe(0);
  });

  it('masked, a batch of one class: the wrongEmbeddings of the batch', () => {
    const { pairs, mask } = score('masked', {
      classes: tf.tensor1d([7, 7, 7], 'int32'),
      wrongEmbeddings: tf.tensor2d([50, 60, 70], [3, 1]),
    });
    expect(pairs).toEqual([
      [1, 50],
      [2, 60],
      [3, 70],
    ]);
    expect([...(mask ?? [])]).toEqual([1, 1, 1]);
  });

  it('shifted: the next caption for all but the last, whatever the class', () => {
    const { pairs, mask, shape, encodings } = score('shifted');
    expect(pairs).toEqual([
      [1, 20],
      [2, 30],
    ]);
    expect(shape).toEqual([2, 1]);
    expect(mask).toBeUndefined();
    expect(encodings).toBe(0);
  });

  it('wrongImages: other images, augmented and encoded, with the captions of the batch', () => {
    const { pairs, mask, encodings } = score('wrongImages', { wrongImages: images(4, 5, 6) });
    expect(pairs).toEqual([
      [400, 10],
      [500, 20],
      [600, 30],
    ]);
    expect(mask).toBeUndefined();
    expect(encodings).toBe(1);
    expect(() => score('wrongImages')).toThrow(OptionError);
  });
});
