import * as tf from '@tensorflow/tfjs-core';
import { splitAttributes } from './split-attributes.js';

/**
 * Cross entropy of the attributes that captions state: −log of the total probability of the
 * accepted values, averaged over all stated attributes. 0 if none is stated.
 *
 * `logits` and `accepted` are [N, V]; `sizes` are the numbers of values per attribute, in order,
 * with sum V. `accepted` is 1 for each value that fits the caption ("brown" may stand for several),
 * and 0 for all values of an attribute that is not stated.
 */
export function statedLoss(
  logits: tf.Tensor2D,
  accepted: tf.Tensor2D,
  sizes: readonly number[],
): tf.Scalar {
  return tf.tidy(() => {
    const values = splitAttributes(logits, sizes);
    const wanted = splitAttributes(accepted, sizes);
    const isStated = wanted.map((of) => tf.max(of, 1));
    const losses = values.map((of, i) => {
      const own = tf.logSumExp(tf.add(of, tf.mul(tf.sub(1, wanted[i]!), EXCLUDED)), 1);
      return tf.mul(isStated[i]!, tf.sub(tf.logSumExp(of, 1), own));
    });
    const sum = (of: tf.Tensor[]): tf.Scalar => tf.sum(tf.stack(of));
    return tf.div<tf.Scalar>(sum(losses), tf.maximum(sum(isStated), 1));
  });
}

/** Added to the logits of values that are not accepted. */
const EXCLUDED = -1e4;
