import * as tf from '@tensorflow/tfjs-core';

/**
 * Mean absolute difference of images [N, S, S, 3] and the real ones that they should equal, as in pix2pix (Isola et al. 2017,
 * section 3.1). Where much can be right, its least is at the median of it: use it beside an adversarial loss.
 */
export const reconstructionLoss = (images: tf.Tensor4D, real: tf.Tensor4D): tf.Scalar =>
  tf.mean<tf.Scalar>(tf.abs(tf.sub(images, real)));
