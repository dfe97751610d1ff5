import * as tf from '@tensorflow/tfjs-core';

export interface MatchingLossOptions {
  /** Factor of the cosines before the softmax; 10, as gamma_3 of AttnGAN (Xu et al. 2018). */
  scale?: number;
  /** [N] int32: captions of others of the same class are left out, since they may describe the image, too. */
  classes?: tf.Tensor1D;
  /** Codes [M, D] of further captions, that no image of the batch has: with more of them to tell the own from, nuances count. */
  others?: tf.Tensor2D;
}

/**
 * How badly codes of images [N, D] fit those of their captions: the cross entropy of picking a caption of the image among all by
 * `scale` times the cosine, and of picking the image of a caption, averaged (the sentence part of AttnGAN's DAMSM loss, Xu et al.
 * 2018, equations 11 to 13). log N for codes that say nothing, and near 0 where all fit.
 *
 * Captions are [K N, D]: one of each image in order, then another of each, and so on. Other captions of the own image count
 * neither for nor against one.
 */
export function matchingLoss(
  images: tf.Tensor2D,
  captions: tf.Tensor2D,
  { scale = 10, classes, others }: MatchingLossOptions = {},
): tf.Scalar {
  return tf.tidy(() => {
    const [count] = images.shape;
    const times = captions.shape[0] / count;
    const shown = scaleTo(images, scale);
    const own = tf.oneHot(tf.range(0, count, 1, 'int32'), count) as tf.Tensor2D;
    const rivals = tf.tile(classes ? ofOthers(classes, own) : tf.zerosLike(own), [1, times]);
    const logits = tf.add<tf.Tensor2D>(cosines(shown, captions), rivals); // [N, K N]
    const toImage = tf.sum(tf.mul(tf.logSoftmax(tf.transpose(logits)), tf.tile(own, [times, 1])));

    // An image's own captions [N, K], each told from those of other images. The largest exponent is 0.
    const isOwn = tf.expandDims(own, 1);
    const ofOwn = tf.sum(tf.mul(tf.reshape(logits, [count, times, count]), isOwn), 2);
    const weight = (x: tf.Tensor) => tf.exp(tf.sub(x, scale));
    const isWrong = tf.sub(1, tf.tile(own, [1, times]));
    let against = tf.sum(tf.mul(weight(logits), isWrong), 1, true);
    if (others) against = tf.add(against, tf.sum(weight(cosines(shown, others)), 1, true));
    const ofAll = tf.log(tf.add(weight(ofOwn), against));
    const toCaption = tf.sum(tf.sub(tf.sub(ofOwn, scale), ofAll));
    return tf.div<tf.Scalar>(tf.add(toImage, toCaption), -2 * count * times);
  });
}

/** [N, M], of codes of length 1 with any of `codes`; a code of zeros is like nothing. */
const cosines = (unit: tf.Tensor2D, codes: tf.Tensor2D): tf.Tensor2D =>
  tf.matMul(unit, scaleTo(codes, 1), false, true);

/** Rows of this length; a row of zeros stays one. */
function scaleTo(codes: tf.Tensor2D, length: number): tf.Tensor2D {
  const squares = tf.sum(tf.square(codes), 1, true);
  return tf.mul(codes, tf.mul(tf.rsqrt(tf.add(squares, 1e-8)), length));
}

/** [N, N]: a large negative number for another of the same class, 0 for all others. */
function ofOthers(classes: tf.Tensor1D, own: tf.Tensor2D): tf.Tensor2D {
  const isSame = tf.cast(tf.equal(tf.expandDims(classes, 1), tf.expandDims(classes, 0)), 'float32');
  return tf.mul(tf.sub(isSame, own), -1e4);
}
