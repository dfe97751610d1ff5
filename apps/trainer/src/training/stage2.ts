import { createStage2Discriminator, createStage2Generator, generatorStep } from '@stackgan/stage2';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Stage2Options } from '../options/train-options.js';
import { createAdam } from './adam.js';
import type { Stage } from './stage.js';
import { createStep } from './create-step.js';

/**
 * Builds the networks and optimisers of Stage-II on top of `base`, a trained Stage-I generator that
 * stays as it is: inference mode, moving statistics fixed ("fixing Stage-I", section 4 of the paper).
 */
export function createStage2(
  options: Stage2Options,
  textDim: number,
  base: LayersModel,
): Stage<'stage1Epsilon' | 'latent' | 'epsilon'> {
  const { network, seed } = options;
  const shape = { ...network, textDim, seed, activation: network.conditionActivation };
  const networks = {
    generator: createStage2Generator(shape),
    // Of the same seed, and so of the same weights.
    average: createStage2Generator(shape),
    discriminator: createStage2Discriminator(shape),
  };
  const optimizers = {
    generator: createAdam(networks.generator, options.optimizer),
    discriminator: createAdam(networks.discriminator, options.optimizer),
  };
  const { imageSize } = network;
  const { colorWeight } = options.loss;
  const noiseSizes = {
    stage1Epsilon: lengthOfInput(base, 1),
    latent: lengthOfInput(base, 2),
    epsilon: network.conditionDim,
  };
  const drawBase = (...inputs: tf.Tensor[]) => {
    const [images] = base.apply(inputs, { training: false }) as [tf.Tensor4D];
    return images;
  };

  return {
    imageSize,
    networks,
    base,
    optimizers,
    noiseSizes,

    step: createStep({
      ...{ options, imageSize, noiseSizes, networks, optimizers },
      generatorStep: (common, { stage1Epsilon, latent, epsilon }) => {
        const stage1Images = drawBase(common.embeddings, stage1Epsilon, latent);
        return generatorStep({ ...common, epsilon, stage1Images, colorWeight });
      },
    }),

    draw: (embeddings, { stage1Epsilon, latent, epsilon }) =>
      tf.tidy(() => {
        const stage1Images = drawBase(embeddings, stage1Epsilon, latent);
        const inputs = [stage1Images, embeddings, epsilon];
        const [images] = networks.average.apply(inputs, { training: false }) as [tf.Tensor4D];
        return [stage1Images, images];
      }),
  };
}

const lengthOfInput = (model: LayersModel, index: number): number =>
  model.inputs[index]?.shape.at(-1) ?? 0;
