import type { HostBatch } from '@stackgan/data';
import {
  type AugmentationOptions,
  type AugmentationParameters,
  drawAugmentation,
} from '@stackgan/layers';
import type { SeededRandom } from '@stackgan/random';
import * as tf from '@tensorflow/tfjs-core';
import type { TrainOptions } from '../options/train-options.js';
import { readsBoxes } from './require-boxes.js';

/** A batch on the backend; dispose of it with `tf.dispose`. */
export interface BatchTensors {
  /** [N, S, S, 3] in [-1, 1]. */
  readonly images: tf.Tensor4D;
  /** [N, T]. */
  readonly embeddings: tf.Tensor2D;
  /** [N] int32: the group of each image; a mismatched caption is of another group. */
  readonly classes: tf.Tensor1D;
  /** [N, 4], the places of objects, if the networks read them. */
  readonly boxes?: tf.Tensor2D;
  /** [N, T] of other groups, if the batch has them. */
  readonly wrongEmbeddings?: tf.Tensor2D;
  /** [N, S, S, 3] of other groups, if the batch has them. */
  readonly wrongImages?: tf.Tensor4D;
}

/** Uploads a batch; boxes only if the networks of `options` read them. */
export function batchTensors(batch: HostBatch, options: TrainOptions): BatchTensors {
  const { images, shape, embeddings, groups, boxes, wrongEmbeddings, wrongImages } = batch;
  const text = (values: Float32Array) => tf.tensor2d(values, [shape[0], values.length / shape[0]]);
  return {
    images: tf.tensor4d(images, shape),
    embeddings: text(embeddings),
    classes: tf.tensor1d(groups, 'int32'),
    ...(readsBoxes(options) && boxes && { boxes: tf.tensor2d(boxes, [shape[0], 4]) }),
    ...(wrongEmbeddings && { wrongEmbeddings: text(wrongEmbeddings) }),
    ...(wrongImages && { wrongImages: tf.tensor4d(wrongImages, shape) }),
  };
}

/**
 * Draws one augmentation for all images that the discriminator sees in a step; empty if every
 * option is off.
 */
export function drawStepAugmentation(
  random: SeededRandom,
  batchSize: number,
  imageSize: number,
  options: TrainOptions['augmentation'],
): AugmentationParameters {
  return drawAugmentation(random, batchSize, imageSize, activeAugmentation(options));
}

// An option at its neutral value is left out, so that it costs nothing.
function activeAugmentation({
  brightness,
  contrast,
  saturation,
  translation,
}: TrainOptions['augmentation']): AugmentationOptions {
  const changes = ([low, high]: readonly [number, number]) => low !== 1 || high !== 1;
  return {
    ...(brightness > 0 && { brightness }),
    ...(changes(contrast) && { contrast }),
    ...(changes(saturation) && { saturation }),
    ...(translation > 0 && { translation }),
  };
}
