import * as tf from '@tensorflow/tfjs-core';

/**
 * Weight of the covariances beside the means (StackGAN++, section 3.3: lambda_2 = 5, lambda_1 = 1).
 */
const COVARIANCE_WEIGHT = 5;

/**
 * Distance of the colours of `images` [N, S, S, 3] from those of `references` [N, R, R, 3]: for
 * each pair, the squared distance of the mean colours + 5 x the squared Frobenius distance of the
 * 3x3 covariances of the pixels, averaged over the batch (StackGAN++, Zhang et al. 2018, equation
 * 7).
 *
 * 0 if both images of each pair have the same mean and covariance, regardless of where the colours
 * are; at most 152 for values in [-1, 1].
 */
export function colorConsistency(images: tf.Tensor4D, references: tf.Tensor4D): tf.Scalar {
  return tf.tidy(() => {
    const [own, other] = [colorStatistics(images), colorStatistics(references)];
    const means = tf.sum(tf.square(tf.sub(own.mean, other.mean)));
    const covariances = tf.sum(tf.square(tf.sub(own.covariance, other.covariance)));
    const total = tf.add(means, tf.mul(covariances, COVARIANCE_WEIGHT));
    return tf.div<tf.Scalar>(total, images.shape[0]);
  });
}

/** Mean [N, 1, 3] and covariance [N, 3, 3] of the pixels of each image. */
function colorStatistics(images: tf.Tensor4D): { mean: tf.Tensor3D; covariance: tf.Tensor3D } {
  const [batch, height, width, channels] = images.shape;
  const pixels = tf.reshape(images, [batch, height * width, channels]);
  const mean = tf.mean<tf.Tensor3D>(pixels, 1, true);
  const centred = tf.sub(pixels, mean);
  const products = tf.matMul(centred, centred, true, false);
  return { mean, covariance: tf.div<tf.Tensor3D>(products, height * width) };
}
