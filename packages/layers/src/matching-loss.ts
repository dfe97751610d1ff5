import * as tf from '@tensorflow/tfjs-core';

export interface MatchingLossOptions {
  /** Factor of the cosines before the softmax; default 10, as γ₃ of AttnGAN (Xu et al. 2018). */
  scale?: number;
  /**
   * [N] int32. Captions of other images of the same class are left out: they may fit this image
   * too.
   */
  classes?: tf.Tensor1D;
  /**
   * Codes [M, D] of further captions that describe no image of the batch. More negatives make finer
   * differences between captions count.
   */
  others?: tf.Tensor2D;
}

/**
 * Contrastive loss of image codes [N, D] and caption codes: the mean of two cross entropies, of
 * picking an image's caption among all captions and a caption's image among all images, with logits
 * `scale` times the cosine (the sentence part of AttnGAN's DAMSM loss, Xu et al. 2018, equations 11
 * to 13). log N for codes without information, near 0 if every pair fits.
 *
 * `captions` are [K N, D]: one per image in order, then another per image, and so on. The other
 * captions of the same image count as neither right nor wrong.
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

    // Each of an image's own captions [N, K] against those of other images. The largest exponent is
    // 0.
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

/** Cosines [N, M] of unit codes with `codes`; 0 for a code of zeros. */
const cosines = (unit: tf.Tensor2D, codes: tf.Tensor2D): tf.Tensor2D =>
  tf.matMul(unit, scaleTo(codes, 1), false, true);

/** Scales each row to this length; a row of zeros stays zero. */
function scaleTo(codes: tf.Tensor2D, length: number): tf.Tensor2D {
  const squares = tf.sum(tf.square(codes), 1, true);
  return tf.mul(codes, tf.mul(tf.rsqrt(tf.add(squares, 1e-8)), length));
}

/** [N, N]: a large negative number for other images of the same class, 0 elsewhere. */
function ofOthers(classes: tf.Tensor1D, own: tf.Tensor2D): tf.Tensor2D {
  const isSame = tf.cast(tf.equal(tf.expandDims(classes, 1), tf.expandDims(classes, 0)), 'float32');
  return tf.mul(tf.sub(isSame, own), -1e4);
}
