import * as tf from '@tensorflow/tfjs-core';

/**
 * Mean over the batch of -log sigmoid(logit) (label 1) or -log(1 - sigmoid(logit)) (label 0), as
 * softplus(-logit) and softplus(logit), which overflow nowhere. Logits [N, 1]; with `weights`
 * [N, 1] the weighted mean, 0 if they sum to 0.
 */
export function binaryCrossEntropyWithLogits(
  logits: tf.Tensor2D,
  label: 0 | 1,
  weights?: tf.Tensor2D,
): tf.Scalar {
  return tf.tidy(() => {
    const losses = tf.softplus(label === 1 ? tf.neg(logits) : logits);
    if (weights === undefined) return tf.mean<tf.Scalar>(losses);
    const total = tf.sum<tf.Scalar>(tf.mul(losses, weights));
    return tf.div(total, tf.maximum(tf.sum(weights), 1e-6));
  });
}
