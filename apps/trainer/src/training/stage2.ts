import { createAdam } from '@stackgan/layers';
import {
  type CascadeNoise,
  createStage2Discriminator,
  createStage2Generator,
  generatorStep,
} from '@stackgan/stage2';
import type * as tf from '@tensorflow/tfjs-core';
import { UsageError } from '../shared/errors.js';
import type { Stage2Options } from '../options/train-options.js';
import { tracedCascade } from '../sampling/traced-cascade.js';
import type { StageData } from './stage-data.js';
import type { LossNetworks, Stage, StageBase } from './stage.js';
import { createStep } from './create-step.js';
import { textCodeDim } from './set-text-codes.js';

/**
 * Builds the networks and optimisers of Stage-II on top of `base`, a trained Stage-I generator that
 * stays as it is: inference mode, moving statistics fixed ("fixing Stage-I", section 4 of the
 * paper). With `network.stage1BatchNorm` 'training' its weights stay, too, but it normalises by the
 * batch, and its moving statistics go on, as in both reference codes.
 */
export function createStage2(
  options: Stage2Options,
  { textDim, shown }: StageData,
  { generator: base, noise: baseNoise }: StageBase,
  lossNetworks: LossNetworks = {},
): Stage {
  const { network, seed } = options;
  if (!network.textTwice && network.textPath === 'mean') {
    throw new UsageError(
      'network.textTwice is false, so G has no mean for D to read: set network.textPath to embedding',
    );
  }
  const shape = { ...network, textDim, textCodeDim: textCodeDim(options, textDim), seed };
  const networks = {
    generator: createStage2Generator(shape),
    // The same seed gives the same weights.
    average: createStage2Generator(shape),
    discriminator: createStage2Discriminator(shape),
  };
  const optimizers = {
    generator: createAdam(networks.generator, options.optimizer),
    discriminator: createAdam(networks.discriminator, options.optimizer),
  };
  const { colorWeight } = options.loss;
  const cascade = tracedCascade({
    ...{ stage1: base, stage2: networks.average },
    conditionNoise: { stage1: baseNoise, stage2: network.conditionNoise },
  });
  const isBaseMoving = network.stage1BatchNorm === 'training';
  /** Noise inputs of one generator step; Stage-I draws what is `shown`, or else what z chooses. */
  const stage2Noise = (
    embeddings: tf.Tensor2D,
    noise: CascadeNoise<tf.Tensor2D>,
    shown: tf.Tensor2D | undefined,
  ) => {
    const inputs = [embeddings, noise.stage1Epsilon, noise.latent];
    const [stage1Images] = base.apply(inputs, {
      training: isBaseMoving,
      ...(shown && { shown }),
    }) as [tf.Tensor4D];
    return { epsilon: noise.stage2Epsilon!, stage1Images };
  };

  return {
    ...cascade,
    networks,
    base,
    isBaseMoving,
    optimizers,
    lossNetworks,

    step: createStep({
      ...{ options, cascade, networks, optimizers, lossNetworks },
      ...(shown && { shown }),
      generatorStep: (common, { noise, discriminatorNoise: otherNoise, sketches, shown }) => {
        const { embeddings } = common;
        const discriminatorNoise = otherNoise && stage2Noise(embeddings, otherNoise, shown);
        return generatorStep({
          ...common,
          ...stage2Noise(embeddings, noise, shown),
          ...(discriminatorNoise && { discriminatorNoise }),
          ...(sketches && { sketches }),
          colorWeight,
        });
      },
    }),
  };
}
