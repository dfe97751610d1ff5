import type { HostBatch } from '@stackgan/data';
import {
  discriminatorStep,
  type GeneratorLosses,
  type GeneratorStepCommon,
} from '@stackgan/layers';
import type { SeededRandom } from '@stackgan/random';
import * as tf from '@tensorflow/tfjs-core';
import type { TrainOptions } from '../options/train-options.js';
import { batchTensors, drawStepAugmentation } from './batch-tensors.js';
import { drawNoise } from './noise.js';
import type { Networks, Optimizers } from './stage.js';

/**
 * One update of both networks of a stage on one forward pass of the generator. Returns the losses,
 * named `discriminator.loss` and so on, not read yet.
 */
export function updateNetworks<Name extends string>({
  batch,
  random,
  options,
  imageSize,
  noiseSizes,
  networks: { generator, discriminator },
  optimizers,
  generatorStep,
}: {
  batch: HostBatch;
  random: SeededRandom;
  options: TrainOptions;
  imageSize: number;
  noiseSizes: Readonly<Record<Name, number>>;
  networks: Networks;
  optimizers: Optimizers;
  /** The generator step of the stage, given what all stages share. */
  generatorStep: (common: GeneratorStepCommon, noise: Record<Name, tf.Tensor2D>) => GeneratorLosses;
}): Record<string, tf.Scalar> {
  // Upload the batch, and draw noise and augmentation.
  const real = batchTensors(batch);
  const noise = drawNoise(random, batch.shape[0], noiseSizes);
  const { parameters, use } = drawStepAugmentation(
    random,
    batch.shape[0],
    imageSize,
    options.augmentation,
  );

  // Draw pictures; the discriminator learns from them before it judges them for the generator.
  let discriminatorLosses = {};
  const generatorLosses = generatorStep(
    {
      generator,
      discriminator,
      optimizer: optimizers.generator,
      embeddings: real.embeddings,
      klWeight: options.loss.klWeight,
      ...use,
      onGenerated: ({ images, mean }) => {
        const text = options.network.textPath === 'mean' ? mean : real.embeddings;
        discriminatorLosses = discriminatorStep({
          discriminator,
          optimizer: optimizers.discriminator,
          batch: { ...real, embeddings: text },
          generated: images,
          ...use,
        });
      },
    },
    noise,
  );

  tf.dispose([real, noise, parameters] as unknown as tf.TensorContainer);
  return {
    ...named('discriminator', discriminatorLosses),
    ...named('generator', generatorLosses),
  };
}

function named(network: string, losses: object): Record<string, tf.Scalar> {
  return Object.fromEntries(
    Object.entries(losses)
      .filter(([, scalar]) => scalar !== undefined)
      .map(([name, scalar]) => [`${network}.${name}`, scalar as tf.Scalar]),
  );
}
