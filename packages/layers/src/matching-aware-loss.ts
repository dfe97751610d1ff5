import * as tf from '@tensorflow/tfjs-core';
import { binaryCrossEntropyWithLogits } from './binary-cross-entropy-with-logits.js';

/** Discriminator logits, [N, 1] each. */
export interface MatchingAwareLogits {
  /** Real images with their captions. */
  matched: tf.Tensor2D;
  /** Real images with captions of other images. */
  mismatched: tf.Tensor2D;
  /** Generated images with the captions that they were generated from. */
  generated: tf.Tensor2D;
  /** [N, 1], 0 where a "mismatched" caption has the same class; those pairs do not count. */
  mask?: tf.Tensor2D;
  /** Real and generated images scored without text. */
  unconditional?: { matched: tf.Tensor2D; generated: tf.Tensor2D };
}

/** The loss and the cross entropies that it consists of, all scalars. */
export interface DiscriminatorLosses {
  loss: tf.Scalar;
  matched: tf.Scalar;
  mismatched: tf.Scalar;
  generated: tf.Scalar;
  unconditionalMatched?: tf.Scalar;
  unconditionalGenerated?: tf.Scalar;
}

/**
 * The matching-aware discriminator loss (GAN-CLS, Reed et al. 2016): matched + (mismatched +
 * generated) / 2. With unconditional logits (StackGAN-Pytorch): (matched + unconditional matched) /
 * 2 + (mismatched + generated + unconditional generated) / 3.
 *
 * `realLabel` is the label of matched pairs: 1, or less for one-sided label smoothing (Salimans et
 * al. 2016).
 */
export function matchingAwareLoss(
  logits: MatchingAwareLogits,
  { realLabel = 1 }: { realLabel?: number } = {},
): DiscriminatorLosses {
  const matched = binaryCrossEntropyWithLogits(logits.matched, realLabel);
  const mismatched = binaryCrossEntropyWithLogits(logits.mismatched, 0, logits.mask);
  const generated = binaryCrossEntropyWithLogits(logits.generated, 0);
  const wrong = tf.add<tf.Scalar>(mismatched, generated);
  const { unconditional } = logits;
  if (unconditional === undefined) {
    return { loss: tf.add(matched, tf.div(wrong, 2)), matched, mismatched, generated };
  }
  const unconditionalMatched = binaryCrossEntropyWithLogits(unconditional.matched, realLabel);
  const unconditionalGenerated = binaryCrossEntropyWithLogits(unconditional.generated, 0);
  const loss = tf.add<tf.Scalar>(
    tf.div(tf.add(matched, unconditionalMatched), 2),
    tf.div(tf.add(wrong, unconditionalGenerated), 3),
  );
  return { loss, matched, mismatched, generated, unconditionalMatched, unconditionalGenerated };
}
