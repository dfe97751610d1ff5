import { createAdam } from '@stackgan/layers';
import {
  createGawwnDiscriminator,
  createGawwnGenerator,
  createStage1Discriminator,
  createStage1Generator,
  generatorStep,
} from '@stackgan/stage1';
import type { CascadeNoise } from '@stackgan/stage2';
import type * as tf from '@tensorflow/tfjs-core';
import type { Stage1Options } from '../options/train-options.js';
import { tracedCascade } from '../sampling/traced-cascade.js';
import type { LossNetworks, Stage } from './stage.js';
import { createStep } from './create-step.js';
import type { StageData } from './stage-data.js';
import { textCodeDim } from './set-text-codes.js';

/** Builds the networks and optimisers of Stage-I. */
export function createStage1(
  options: Stage1Options,
  { textDim, attributes, shown }: StageData,
  lossNetworks: LossNetworks = {},
): Stage {
  const { network, seed } = options;
  const shape = {
    ...{ ...network, textDim, textCodeDim: textCodeDim(options, textDim), seed },
    ...(attributes && { attributes }),
  };
  const createGenerator = network.box ? createGawwnGenerator : createStage1Generator;
  const createDiscriminator = network.box ? createGawwnDiscriminator : createStage1Discriminator;
  const networks = {
    generator: createGenerator(shape),
    // The same seed gives the same weights.
    average: createGenerator(shape),
    discriminator: createDiscriminator(shape),
  };
  const optimizers = {
    generator: createAdam(networks.generator, options.optimizer),
    discriminator: createAdam(networks.discriminator, options.optimizer),
  };
  const { conditionNoise } = network;
  const cascade = tracedCascade({ stage1: networks.average, conditionNoise });

  return {
    ...cascade,
    networks,
    optimizers,
    lossNetworks,

    step: createStep({
      ...{ options, cascade, networks, optimizers, lossNetworks },
      ...(shown && { shown }),
      generatorStep: (common, { noise, discriminatorNoise, shown }) =>
        generatorStep({
          ...common,
          ...(shown && { shown }),
          ...stage1Noise(noise),
          ...(discriminatorNoise && { discriminatorNoise: stage1Noise(discriminatorNoise) }),
        }),
    }),
  };
}

/** Noise inputs of one generator step. */
const stage1Noise = ({ stage1Epsilon, latent }: CascadeNoise<tf.Tensor2D>) => ({
  epsilon: stage1Epsilon,
  latent,
});
