import type { HostBatch } from '@stackgan/data';
import {
  type AugmentationOptions,
  type AugmentationParameters,
  augment,
  drawAugmentation,
} from '@stackgan/layers';
import type { SeededRandom } from '@stackgan/random';
import * as tf from '@tensorflow/tfjs-core';
import type { TrainOptions } from '../options/train-options.js';

/** A batch on the backend; dispose of it with `tf.dispose`. */
export interface BatchTensors {
  /** [N, S, S, 3] in [-1, 1]. */
  readonly images: tf.Tensor4D;
  /** [N, T]. */
  readonly embeddings: tf.Tensor2D;
  /** [N] int32. */
  readonly classes: tf.Tensor1D;
}

/** Uploads a batch. */
export function batchTensors({ images, shape, embeddings, classes }: HostBatch): BatchTensors {
  return {
    images: tf.tensor4d(images, shape),
    embeddings: tf.tensor2d(embeddings, [shape[0], embeddings.length / shape[0]]),
    classes: tf.tensor1d(classes, 'int32'),
  };
}

/** The augmentation of one step. */
export interface StepAugmentation {
  /** To dispose of after the step. */
  readonly parameters: AugmentationParameters;
  /** What the steps take; empty if every option is off. */
  readonly use: { readonly augmentation?: (images: tf.Tensor4D) => tf.Tensor4D };
}

/** Draws one augmentation for all pictures that the discriminator sees in a step. */
export function drawStepAugmentation(
  random: SeededRandom,
  batchSize: number,
  imageSize: number,
  options: TrainOptions['augmentation'],
): StepAugmentation {
  const active = activeAugmentation(options);
  if (Object.keys(active).length === 0) return { parameters: {}, use: {} };
  const parameters = drawAugmentation(random, batchSize, imageSize, active);
  return { parameters, use: { augmentation: (images) => augment(images, parameters) } };
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
