import * as tf from '@tensorflow/tfjs-core';

/**
 * Mean over the batch of -log sigmoid(logit) (label 1) or -log(1 - sigmoid(logit)) (label 0), as
 * softplus(-logit) and softplus(logit), which overflow nowhere; of label * the one + (1 - label) * the
 * other for a label between. Logits [N, 1]; with `weights` [N, 1] the weighted mean, 0 if they sum to 0.
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
  // softplus(x) - x = softplus(-x), so this is the mix of both.
  return tf.sub(tf.softplus(logits), tf.mul(logits, label));
}
