import * as tf from '@tensorflow/tfjs-core';

/**
 * How little images show of what is stated: of each attribute that is, −log of the probability of all the values that would do, and the
 * mean over these. 0 where nothing is stated.
 *
 * `logits` and `accepted` are [N, V], `sizes` how many of the V values each attribute has, in order. `accepted` is 1 for values that
 * would do ("brown" may be several), and 0 for all values of an attribute that is not stated.
 */
export function statedLoss(
  logits: tf.Tensor2D,
  accepted: tf.Tensor2D,
  sizes: readonly number[],
): tf.Scalar {
  return tf.tidy(() => {
    const values = tf.split(logits, [...sizes], 1);
    const wanted = tf.split(accepted, [...sizes], 1);
    const isStated = wanted.map((of) => tf.max(of, 1));
    const losses = values.map((of, i) => {
      const own = tf.logSumExp(tf.add(of, tf.mul(tf.sub(1, wanted[i]!), EXCLUDED)), 1);
      return tf.mul(isStated[i]!, tf.sub(tf.logSumExp(of, 1), own));
    });
    const sum = (of: tf.Tensor[]): tf.Scalar => tf.sum(tf.stack(of));
    return tf.div<tf.Scalar>(sum(losses), tf.maximum(sum(isStated), 1));
  });
}

/** What a logit becomes that does not count. */
const EXCLUDED = -1e4;
