import type * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { AttackOptions } from './attack-images.js';
import { attackedStep, type Mode } from './attacked-step.js';
import type { GradientOptimizer } from './gradient-optimizer.js';
import { JUDGED_SIZE } from './image-trunk.js';
import { shrinkImages } from './shrink-images.js';
import { statedLoss } from './stated-loss.js';

export interface StatedImages {
  /** [N, S, S, 3] in [-1, 1], S a multiple of 32. */
  images: tf.Tensor4D;
  /** [N, V] of 0 and 1, see `statedLoss`. */
  accepted: tf.Tensor2D;
  /** How many values each attribute has. */
  sizes: readonly number[];
}

/**
 * One update of a `createAttributeNetwork` on `attackImages` of real ones, as it sees them; `attack.noise` is [N, 32, 32, 3]. Returns the
 * loss, which is not read yet: dispose of it.
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

/** `statedLoss` of images by a network that has learned; its gradient reaches the images, the weights stay. */
export const scoreStated = (
  network: LayersModel,
  { images, accepted, sizes }: StatedImages,
): tf.Scalar =>
  statedLoss(
    network.apply(shrinkImages(images, JUDGED_SIZE), { training: false }) as tf.Tensor2D,
    accepted,
    sizes,
  );
