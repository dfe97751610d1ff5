import type * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { AttackOptions } from './attack-images.js';
import { attackedStep, type Mode } from './attacked-step.js';
import { AUXILIARY_IMAGE_SIZE } from './auxiliary-features.js';
import type { GradientOptimizer } from './gradient-optimizer.js';
import { shrinkImages } from './shrink-images.js';
import { statedLoss } from './stated-loss.js';

/** Images and the attribute values that their captions state. */
export interface StatedImages {
  /** [N, S, S, 3] in [-1, 1], S a multiple of 32. */
  images: tf.Tensor4D;
  /** [N, V], 1 for each value that fits the caption, else 0; see `statedLoss`. */
  accepted: tf.Tensor2D;
  /** Number of values of each attribute. */
  sizes: readonly number[];
}

/**
 * One update of a `createAttributeNetwork` on `attackImages` of real images, averaged to its size;
 * `attack.noise` is [N, 32, 32, 3]. Returns the loss, not read yet: dispose of it.
 */
export function attributeStep(
  network: LayersModel,
  optimizer: GradientOptimizer,
  { images, accepted, sizes }: StatedImages,
  attack: AttackOptions,
): tf.Scalar {
  const loss = (shown: tf.Tensor4D, mode: Mode) =>
    statedLoss(network.apply(shown, { ...mode }) as tf.Tensor2D, accepted, sizes);
  return attackedStep(network, optimizer, images, loss, attack);
}

/**
 * `statedLoss` of images by a trained network in inference mode; the gradient reaches the images.
 * Returns the loss, not read yet: dispose of it.
 */
export const scoreStated = (
  network: LayersModel,
  { images, accepted, sizes }: StatedImages,
): tf.Scalar =>
  statedLoss(
    network.apply(shrinkImages(images, AUXILIARY_IMAGE_SIZE), { training: false }) as tf.Tensor2D,
    accepted,
    sizes,
  );
