import * as tf from '@tensorflow/tfjs-core';

/**
 * Mean absolute difference between images [N, S, S, 3] and the real ones that they should equal, as
 * in pix2pix (Isola et al. 2017, section 3.1). Where several images are possible, its minimum is
 * their blurry median: use it together with an adversarial loss.
 */
export const reconstructionLoss = (images: tf.Tensor4D, real: tf.Tensor4D): tf.Scalar =>
  tf.mean<tf.Scalar>(tf.abs(tf.sub(images, real)));
