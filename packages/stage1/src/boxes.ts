import { BOX_NUMBERS, type LatentBox } from '@stackgan/layers/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { LATENT_BOX } from './create-gawwn-generator.js';

/**
 * Gives a GAWWN generator the `boxes` [N, 4] of training images, from which its noise chooses:
 * `[x, y, width, height]` as fractions of the image's side. It keeps their distribution,
 * not the boxes: the quantiles of four coordinates, and how these are correlated.
 */
export function setBoxes(generator: LayersModel, boxes: tf.Tensor2D): void {
  latentBox(generator).setTable(boxes);
}

/** Noise `latent` [N, Z] whose first four numbers choose `boxes` [N, 4]; the others stay. */
export function latentOfBoxes(
  generator: LayersModel,
  latent: tf.Tensor2D,
  boxes: tf.Tensor2D,
): tf.Tensor2D {
  return tf.tidy(() => {
    const others = tf.slice(latent, [0, BOX_NUMBERS]);
    return tf.concat2d([latentBox(generator).numbersOf(boxes), others], 1);
  });
}

const latentBox = (generator: LayersModel): LatentBox =>
  generator.getLayer(LATENT_BOX) as LatentBox;
