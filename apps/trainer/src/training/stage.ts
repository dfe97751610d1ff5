import type { HostBatch } from '@stackgan/data';
import type { Adam } from '@stackgan/layers';
import type { SeededRandom } from '@stackgan/random';
import type { Cascade, ConditionNoise } from '@stackgan/stage2';
import type * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Networks } from '../networks/networks.js';
import type { AttributeValues } from './attribute-values.js';

/** A Stage-I generator to build on, and where its ε comes from. */
export interface StageBase {
  readonly generator: LayersModel;
  readonly noise: ConditionNoise;
}

/** One optimiser for each network that trains. */
export interface Optimizers {
  readonly generator: Adam;
  readonly discriminator: Adam;
}

/**
 * Trained networks, besides the discriminator, that losses of the generator use; their weights are
 * fixed.
 */
export interface LossNetworks {
  readonly matching?: MatchingLossNetwork;
  readonly attributes?: AttributeLossNetwork;
}

/** The network of the matching loss: do images match their captions? */
export interface MatchingLossNetwork {
  /** A `createMatchingNetwork`. */
  readonly network: LayersModel;
  /** Codes [M, D] of captions of training images, see `matchingLoss`. */
  readonly others: tf.Tensor2D;
}

/** The network of the attribute loss: do images show what their captions state? */
export interface AttributeLossNetwork {
  /** A `createAttributeNetwork`. */
  readonly network: LayersModel;
  readonly values: AttributeValues;
}

/** What changes from step to step as the schedule says. */
export interface StepSettings {
  /** Of the moving average. */
  readonly decay: number;
  /** Whether the discriminator takes part. */
  readonly isAdversarial: boolean;
}

/** What the training loop needs of a stage; `draw` generates images with the moving average. */
export interface Stage extends Cascade {
  readonly networks: Networks;
  /** The Stage-I generator that Stage-II builds on; its trainable weights are frozen. */
  readonly base?: LayersModel;
  /** Whether the moving statistics of `base` change as Stage-II trains, and belong to its state. */
  readonly isBaseMoving?: boolean;
  readonly optimizers: Optimizers;
  readonly lossNetworks: LossNetworks;
  /**
   * One update of both networks, or of the generator alone without its adversarial loss, and of the
   * moving average; the losses, named `discriminator.loss` and so on, are not read yet.
   */
  step(
    batch: HostBatch,
    random: SeededRandom,
    settings: StepSettings,
  ): Readonly<Record<string, tf.Scalar>>;
}
