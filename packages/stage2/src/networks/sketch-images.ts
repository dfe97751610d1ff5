import { shrinkImages } from '@stackgan/layers/internal';
import * as tf from '@tensorflow/tfjs-core';

/** Degradation of each image. */
export interface SketchParameters {
  /** [N, 64, 64, 3], added to the images. */
  noise: tf.Tensor4D;
  /** [N, 1, 1, 1] in [0, 1]: share of an image blurred to a resolution of 32x32. */
  blur: tf.Tensor4D;
}

const SIDE = 64;

/**
 * Degrades real images [N, S, S, 3], S a multiple of 64, to sketches [N, 64, 64, 3] like those of
 * Stage-I: shrunk, blurred and noisy. For such a sketch, unlike for an image of Stage-I, the image
 * that Stage-II should generate is known.
 */
export function sketchImages(images: tf.Tensor4D, { noise, blur }: SketchParameters): tf.Tensor4D {
  const sharp = shrinkImages(images, SIDE);
  const soft = tf.image.resizeBilinear(shrinkImages(sharp, SIDE / 2), [SIDE, SIDE], false, true);
  const mixed = tf.add<tf.Tensor4D>(sharp, tf.mul(tf.sub(soft, sharp), blur));
  return tf.clipByValue(tf.add<tf.Tensor4D>(mixed, noise), -1, 1);
}
