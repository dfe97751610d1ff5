import { createStage2Discriminator, createStage2Generator, generatorStep } from '@stackgan/stage2';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Stage2Options } from '../options/train-options.js';
import { createAdam } from './adam.js';
import type { Stage } from './stage.js';
import { createStep } from './create-step.js';

type NoiseName = 'stage1Epsilon' | 'latent' | 'epsilon';

/**
 * Builds the networks and optimisers of Stage-II on top of `base`, a trained Stage-I generator that
 * stays as it is: inference mode, moving statistics fixed ("fixing Stage-I", section 4 of the paper).
 * With `network.stage1BatchNorm` 'training' its weights stay, too, but it normalises by the batch, and
 * its moving statistics go on, as in both reference codes.
 */
export function createStage2(
  options: Stage2Options,
  textDim: number,
  base: LayersModel,
): Stage<NoiseName> {
  const { network, seed } = options;
  const shared = { ...network, textDim, seed };
  const shape = {
    ...shared,
    activation: network.conditionActivation,
    sigma: network.conditionSigma,
  };
  const networks = {
    generator: createStage2Generator(shape),
    // Of the same seed, and so of the same weights.
    average: createStage2Generator(shape),
    discriminator: createStage2Discriminator({ ...shared, body: network.discriminatorBody }),
  };
  const optimizers = {
    generator: createAdam(networks.generator, options.optimizer),
    discriminator: createAdam(networks.discriminator, options.optimizer),
  };
  const { imageSize } = network;
  const { colorWeight } = options.loss;
  const distribution = network.conditionNoise;
  const noiseSizes = {
    stage1Epsilon: { size: lengthOfInput(base, 1), distribution },
    latent: { size: lengthOfInput(base, 2), distribution: 'normal' },
    epsilon: { size: network.conditionDim, distribution },
  } as const;
  const isBaseMoving = network.stage1BatchNorm === 'training';
  const drawBase = (inputs: tf.Tensor[], { training }: { training: boolean }) => {
    const [images] = base.apply(inputs, { training }) as [tf.Tensor4D];
    return images;
  };
  /** What the generator step needs of one draw of noise. */
  const stage2Noise = (embeddings: tf.Tensor2D, noise: Record<NoiseName, tf.Tensor2D>) => {
    const inputs = [embeddings, noise.stage1Epsilon, noise.latent];
    return { epsilon: noise.epsilon, stage1Images: drawBase(inputs, { training: isBaseMoving }) };
  };

  return {
    imageSize,
    networks,
    base,
    isBaseMoving,
    optimizers,
    noiseSizes,

    step: createStep({
      ...{ options, imageSize, noiseSizes, networks, optimizers },
      generatorStep: (common, noise, otherNoise) => {
        const { embeddings } = common;
        const discriminatorNoise = otherNoise && stage2Noise(embeddings, otherNoise);
        return generatorStep({
          ...common,
          ...stage2Noise(embeddings, noise),
          ...(discriminatorNoise && { discriminatorNoise }),
          colorWeight,
        });
      },
    }),

    draw: (embeddings, { stage1Epsilon, latent, epsilon }) =>
      tf.tidy(() => {
        const ofBase = [embeddings, stage1Epsilon, latent];
        const stage1Images = drawBase(ofBase, { training: false });
        const inputs = [stage1Images, embeddings, epsilon];
        const [images] = networks.average.apply(inputs, { training: false }) as [tf.Tensor4D];
        return [stage1Images, images];
      }),
  };
}

const lengthOfInput = (model: LayersModel, index: number): number =>
  model.inputs[index]?.shape.at(-1) ?? 0;
