import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { type AttackOptions, attackImages } from './attack-images.js';
import { AUXILIARY_IMAGE_SIZE } from './auxiliary-features.js';
import { minimize, type GradientOptimizer } from './gradient-optimizer.js';
import { shrinkImages } from './shrink-images.js';

/** Mode in which layers are applied, see `BatchNormalization`. */
export interface Mode {
  training: boolean;
  updateStatistics?: boolean;
}

/**
 * One update of an auxiliary network down the gradient of `loss`, on `images` [N, S, S, 3] averaged
 * to its size. With an `attack`, on `attackImages` of these by the same loss; the search leaves the
 * moving statistics unchanged. Returns the loss, not read yet: dispose of it.
 */
export function attackedStep(
  network: LayersModel,
  optimizer: GradientOptimizer,
  images: tf.Tensor4D,
  loss: (images: tf.Tensor4D, mode: Mode) => tf.Scalar,
  attack?: AttackOptions,
): tf.Scalar {
  return tf.tidy(() => {
    const search = (moved: tf.Tensor4D) => loss(moved, { training: true, updateStatistics: false });
    const shown = shrinkImages(images, AUXILIARY_IMAGE_SIZE);
    const worst = attack ? attackImages(shown, search, attack) : shown;
    let learned: tf.Scalar | undefined;
    minimize(network, optimizer, () => (learned = tf.keep(loss(worst, { training: true }))));
    return learned!;
  });
}
