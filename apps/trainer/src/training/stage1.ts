import { createStage1Discriminator, createStage1Generator, generatorStep } from '@stackgan/stage1';
import type { Stage1Options } from '../options/train-options.js';
import { stage1Drawer } from '../sampling/drawer.js';
import { createAdam } from './adam.js';
import type { Judges, Stage } from './stage.js';
import { createStep } from './create-step.js';
import { textCodeDim } from './set-text-codes.js';

/** Builds the networks and optimisers of Stage-I for embeddings of `textDim` numbers. */
export function createStage1(
  options: Stage1Options,
  textDim: number,
  judges: Judges = {},
): Stage<'epsilon' | 'latent'> {
  const { network, seed } = options;
  const shared = { ...network, textDim, textCodeDim: textCodeDim(options, textDim), seed };
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
  const drawer = stage1Drawer(networks.average, network.conditionNoise);

  return {
    ...drawer,
    networks,
    optimizers,
    judges,

    step: createStep({
      ...{ options, drawer, networks, optimizers, judges },
      generatorStep: (common, noise, discriminatorNoise) =>
        generatorStep({ ...common, ...noise, ...(discriminatorNoise && { discriminatorNoise }) }),
    }),
  };
}
