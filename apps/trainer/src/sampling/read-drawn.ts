import type * as tf from '@tensorflow/tfjs-core';
import { type SquareImage, readImages } from '../images/image.js';
import { explainDamage } from './explain-damage.js';

/**
 * `readImages` of what `snapshot` drew. Throws RunDirectoryError that names it where it draws NaN.
 */
export const readDrawn = (snapshot: string, images: tf.Tensor4D): Promise<SquareImage[]> =>
  readImages(images).catch(explainDamage(snapshot));
