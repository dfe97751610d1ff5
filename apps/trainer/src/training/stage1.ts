import { createStage1Discriminator, createStage1Generator, generatorStep } from '@stackgan/stage1';
import * as tf from '@tensorflow/tfjs-core';
import type { Stage1Options } from '../options/train-options.js';
import { createAdam } from './adam.js';
import type { Stage } from './stage.js';
import { createStep } from './create-step.js';

/** Builds the networks and optimisers of Stage-I for embeddings of `textDim` numbers. */
export function createStage1(options: Stage1Options, textDim: number): Stage<'epsilon' | 'latent'> {
  const { network, seed } = options;
  const shared = { ...network, textDim, seed };
  const shape = {
    ...shared,
    activation: network.conditionActivation,
    sigma: network.conditionSigma,
    body: network.generatorBody,
  };
  const networks = {
    generator: createStage1Generator(shape),
    // Of the same seed, and so of the same weights.
    average: createStage1Generator(shape),
    discriminator: createStage1Discriminator({ ...shared, body: network.discriminatorBody }),
  };
  const optimizers = {
    generator: createAdam(networks.generator, options.optimizer),
    discriminator: createAdam(networks.discriminator, options.optimizer),
  };
  const imageSize = 64;
  const noiseSizes = {
    epsilon: { size: network.conditionDim, distribution: network.conditionNoise },
    latent: { size: network.latentDim, distribution: 'normal' },
  } as const;

  return {
    imageSize,
    networks,
    optimizers,
    noiseSizes,

    step: createStep({
      ...{ options, imageSize, noiseSizes, networks, optimizers },
      generatorStep: (common, noise, discriminatorNoise) =>
        generatorStep({ ...common, ...noise, ...(discriminatorNoise && { discriminatorNoise }) }),
    }),

    draw: (embeddings, { epsilon, latent }) =>
      tf.tidy(() => {
        const inputs = [embeddings, epsilon, latent];
        const [images] = networks.average.apply(inputs, { training: false }) as [tf.Tensor4D];
        return [images];
      }),
  };
}
