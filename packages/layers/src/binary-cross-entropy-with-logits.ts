import * as tf from '@tensorflow/tfjs-core';

/**
 * Mean over the batch of the cross entropy of logits [N, 1] and one `label` in [0, 1]:
 * -label * log sigmoid(logit) - (1 - label) * log(1 - sigmoid(logit)), computed by softplus, which
 * cannot overflow. With `weights` [N, 1], the weighted mean, or 0 if they sum to 0.
 */
export function binaryCrossEntropyWithLogits(
  logits: tf.Tensor2D,
  label: number,
  weights?: tf.Tensor2D,
): tf.Scalar {
  return tf.tidy(() => {
    const losses = crossEntropies(logits, label);
    if (weights === undefined) return tf.mean<tf.Scalar>(losses);
    const total = tf.sum<tf.Scalar>(tf.mul(losses, weights));
    return tf.div(total, tf.maximum(tf.sum(weights), 1e-6));
  });
}

function crossEntropies(logits: tf.Tensor2D, label: number): tf.Tensor2D {
  if (label === 0) return tf.softplus(logits);
  if (label === 1) return tf.softplus(tf.neg(logits));
  // Since softplus(x) - x = softplus(-x), this is the weighted sum of both.
  return tf.sub(tf.softplus(logits), tf.mul(logits, label));
}
