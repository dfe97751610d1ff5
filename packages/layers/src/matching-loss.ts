import * as tf from '@tensorflow/tfjs-core';

export interface MatchingLossOptions {
  /** Factor of the cosines before the softmax; 10, as gamma_3 of AttnGAN (Xu et al. 2018). */
  scale?: number;
  /** [N] int32: captions of others of the same class are left out, since they may describe the image, too. */
  classes?: tf.Tensor1D;
}

/**
 * How badly codes of images [N, D] fit those of their captions [N, D], row by row: the cross entropy of picking the own caption
 * among all of the batch by `scale` times the cosine, and of picking the own image, averaged (the sentence part of AttnGAN's
 * DAMSM loss, Xu et al. 2018, equations 11 to 13). log N for codes that say nothing, and near 0 where all fit.
 */
export function matchingLoss(
  images: tf.Tensor2D,
  captions: tf.Tensor2D,
  { scale = 10, classes }: MatchingLossOptions = {},
): tf.Scalar {
  return tf.tidy(() => {
    const [count] = images.shape;
    const cosines = tf.matMul(toUnitLength(images), toUnitLength(captions), false, true);
    const own = tf.oneHot(tf.range(0, count, 1, 'int32'), count) as tf.Tensor2D;
    const logits = tf.add(tf.mul(cosines, scale), classes ? ofOthers(classes, own) : 0);
    const both = tf.add(
      crossEntropy(logits as tf.Tensor2D, own),
      crossEntropy(tf.transpose(logits) as tf.Tensor2D, own),
    );
    return tf.mul<tf.Scalar>(both, 0.5);
  });
}

/** Rows of length 1; a row of zeros stays one. */
function toUnitLength(codes: tf.Tensor2D): tf.Tensor2D {
  const squares = tf.sum(tf.square(codes), 1, true);
  return tf.mul(codes, tf.rsqrt(tf.add(squares, 1e-8)));
}

/** [N, N]: a large negative number for another of the same class, 0 for all others. */
function ofOthers(classes: tf.Tensor1D, own: tf.Tensor2D): tf.Tensor2D {
  const isSame = tf.cast(tf.equal(tf.expandDims(classes, 1), tf.expandDims(classes, 0)), 'float32');
  return tf.mul(tf.sub(isSame, own), -1e4);
}

const crossEntropy = (logits: tf.Tensor2D, own: tf.Tensor2D): tf.Scalar =>
  tf.neg(tf.div<tf.Scalar>(tf.sum(tf.mul(tf.logSoftmax(logits), own)), logits.shape[0]));
