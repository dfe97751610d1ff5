import * as tf from '@tensorflow/tfjs-core';

/**
 * KL divergence of N(mean, exp(logVariance)) from N(0, I), [N, E] each, averaged over batch and
 * dimensions: -mean(1 + logVariance - mean^2 - exp(logVariance)) / 2 (StackGAN, equation 2).
 *
 * The paper sums over the dimensions instead, which is E times this mean.
 */
export function klDivergence(mean: tf.Tensor2D, logVariance: tf.Tensor2D): tf.Scalar {
  return tf.tidy(() => {
    const squares = tf.add(tf.square(mean), tf.exp(logVariance));
    return tf.mul(tf.mean(tf.sub(tf.add(logVariance, 1), squares)), -0.5);
  });
}
