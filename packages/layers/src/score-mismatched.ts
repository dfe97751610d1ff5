import * as tf from '@tensorflow/tfjs-core';
import type { DiscriminatorBatch } from './discriminator-batch.js';
import type { DiscriminatorParts } from './discriminator-parts.js';
import { mismatchedPairs } from './mismatched-pairs.js';
import { OptionError } from './option-error.js';

/**
 * Pairs of real images and captions that do not describe them:
 * 'masked': each image with the next one's caption, unless both have the same class; in a batch of
 * one class, with `wrongEmbeddings` if given, else with the next one's caption all the same;
 * 'shifted': each image but the last with the next one's caption, whatever the class
 * (StackGAN-Pytorch);
 * 'wrongImages': other images with the captions of the batch, by a third pass of the encoder
 * (TensorFlow reference).
 */
export type MismatchedKind = 'masked' | 'shifted' | 'wrongImages';

/** Logits of the mismatched pairs, [N, 1] or [N - 1, 1], and a mask of those that count. */
export function scoreMismatched(
  kind: MismatchedKind,
  parts: DiscriminatorParts,
  real: tf.Tensor4D,
  batch: DiscriminatorBatch & { augmentation: (images: tf.Tensor4D) => tf.Tensor4D },
): { mismatched: tf.Tensor2D; mask?: tf.Tensor2D } {
  const { embeddings, classes, wrongEmbeddings, wrongImages, augmentation } = batch;
  switch (kind) {
    case 'masked': {
      const wrong = mismatchedPairs(embeddings, classes, wrongEmbeddings);
      const mismatched = parts.score(real, wrong.embeddings);
      return { mismatched, ...(wrong.mask && { mask: wrong.mask }) };
    }
    case 'shifted': {
      const [count] = real.shape;
      return { mismatched: parts.score(tf.slice(real, 0, count - 1), tf.slice(embeddings, 1)) };
    }
    case 'wrongImages':
      if (wrongImages === undefined) {
        throw new OptionError(
          'wrongImages',
          wrongImages,
          "give them, or choose another kind of 'mismatched' pairs",
        );
      }
      return { mismatched: parts.score(parts.encode(augmentation(wrongImages)), embeddings) };
  }
}
