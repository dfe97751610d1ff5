import * as tf from '@tensorflow/tfjs-core';
import type { DiscriminatorBatch } from './discriminator-batch.js';
import type { DiscriminatorParts } from './discriminator-parts.js';
import { mismatchedPairs } from './mismatched-pairs.js';
import { OptionError } from './option-error.js';

/**
 * Real images with texts that do not describe them:
 * 'masked', each image with the caption of the next one, unless that is of the same class (`mismatchedPairs`);
 * 'shifted', the same for all but the last image, whatever the class (StackGAN-Pytorch);
 * 'wrongImages', other images with the captions of the batch, a third pass of the encoder (TensorFlow reference).
 */
export type MismatchedKind = 'masked' | 'shifted' | 'wrongImages';

/** Logits of the mismatched pairs, [N, 1] or [N - 1, 1], and which of them count. */
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
        throw new OptionError('wrongImages', wrongImages, "give them, or other 'mismatched' pairs");
      }
      return { mismatched: parts.score(parts.encode(augmentation(wrongImages)), embeddings) };
  }
}
