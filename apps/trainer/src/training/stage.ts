import type { HostBatch } from '@stackgan/data';
import type { SeededRandom } from '@stackgan/random';
import type * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Adam } from './adam.js';
import type { NoiseVector } from './noise.js';

/** The networks of a stage that train, and the moving average that draws. */
export interface Networks {
  readonly generator: LayersModel;
  /** Moving average of `generator`. */
  readonly average: LayersModel;
  readonly discriminator: LayersModel;
}

/** One optimiser for each network that trains. */
export interface Optimizers {
  readonly generator: Adam;
  readonly discriminator: Adam;
}

/** What the training loop needs of a stage. `NoiseName`: the noise vectors that a picture needs. */
export interface Stage<NoiseName extends string = string> {
  /** Side of the pictures. */
  readonly imageSize: 64 | 128 | 256;
  readonly networks: Networks;
  /** The Stage-I generator that Stage-II builds on; its trainable weights are frozen. */
  readonly base?: LayersModel;
  /** Whether the moving statistics of `base` change as Stage-II trains, and belong to its state. */
  readonly isBaseMoving?: boolean;
  readonly optimizers: Optimizers;
  /** What noise a picture needs. */
  readonly noiseSizes: Readonly<Record<NoiseName, NoiseVector>>;
  /**
   * One update of both networks, and of the moving average by `decay`; the losses, named
   * `discriminator.loss` and so on, are not read yet.
   */
  step(batch: HostBatch, random: SeededRandom, decay: number): Readonly<Record<string, tf.Scalar>>;
  /**
   * Pictures [N, S, S, 3] of the moving average in inference mode, one tensor for each stage that
   * draws: Stage-II gives the pictures of Stage-I first.
   */
  draw(embeddings: tf.Tensor2D, noise: Readonly<Record<NoiseName, tf.Tensor2D>>): tf.Tensor4D[];
}
