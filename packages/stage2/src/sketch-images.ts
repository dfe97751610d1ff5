import { shrinkImages } from '@stackgan/layers';
import * as tf from '@tensorflow/tfjs-core';

/** How images are made worse, each in its own way. */
export interface SketchParameters {
  /** [N, 64, 64, 3], added. */
  noise: tf.Tensor4D;
  /** [N, 1, 1, 1] in [0, 1]: 1 leaves but what 32x32 pixels hold. */
  blur: tf.Tensor4D;
}

const SIDE = 64;

/**
 * Real images [N, S, S, 3] as the sketches [N, 64, 64, 3] that Stage-I might have drawn of them: shrunk, more or less blurred,
 * and noisy. What Stage-II should draw of such a sketch is known, which it is not of what Stage-I draws.
 */
export function sketchImages(images: tf.Tensor4D, { noise, blur }: SketchParameters): tf.Tensor4D {
  const sharp = shrinkImages(images, SIDE);
  const soft = tf.image.resizeBilinear(shrinkImages(sharp, SIDE / 2), [SIDE, SIDE], false, true);
  const mixed = tf.add<tf.Tensor4D>(sharp, tf.mul(tf.sub(soft, sharp), blur));
  return tf.clipByValue(tf.add<tf.Tensor4D>(mixed, noise), -1, 1);
}
