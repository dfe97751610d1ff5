import * as tf from '@tensorflow/tfjs-core';
import { binaryCrossEntropyWithLogits } from './binary-cross-entropy-with-logits.js';

/**
 * The generator's non-saturating loss -log D of logits [N, 1]: the conditional term plus, if given,
 * the unconditional one.
 */
export function adversarialLoss(conditional: tf.Tensor2D, unconditional?: tf.Tensor2D): tf.Scalar {
  const loss = binaryCrossEntropyWithLogits(conditional, 1);
  return unconditional === undefined
    ? loss
    : tf.add(loss, binaryCrossEntropyWithLogits(unconditional, 1));
}
