import {
  type AugmentationParameters,
  augment,
  discriminatorStep,
  type GeneratorLosses,
  type GeneratorStepCommon,
  updateMovingAverage,
} from '@stackgan/layers';
import { traced } from '@stackgan/tfjs-backend-ort';
import * as tf from '@tensorflow/tfjs-core';
import type { TrainOptions } from '../options/train-options.js';
import type { Drawer } from '../sampling/drawer.js';
import { type BatchTensors, batchTensors, drawStepAugmentation } from './batch-tensors.js';
import { drawNoise } from './noise.js';
import type { Networks, Optimizers, Stage } from './stage.js';

/** Everything that differs from step to step. */
interface StepInputs<Name extends string> {
  readonly real: BatchTensors;
  readonly noise: Record<Name, tf.Tensor2D>;
  /** Of the pictures for the discriminator, if they are others. */
  readonly discriminatorNoise?: Record<Name, tf.Tensor2D>;
  readonly augmentation: AugmentationParameters;
  readonly decay: tf.Scalar;
}

/** The step of a stage: one update of both networks, on the same pictures unless they are to be redrawn. */
export function createStep<Name extends string>({
  options,
  drawer: { imageSize, noiseSizes },
  networks: { generator, average, discriminator },
  optimizers,
  generatorStep,
}: {
  options: TrainOptions;
  drawer: Drawer<Name>;
  networks: Networks;
  optimizers: Optimizers;
  /** The generator step of the stage, given what all stages share. */
  generatorStep: (
    common: GeneratorStepCommon,
    noise: Record<Name, tf.Tensor2D>,
    discriminatorNoise: Record<Name, tf.Tensor2D> | undefined,
  ) => GeneratorLosses;
}): Stage['step'] {
  const { mismatched, generated } = options.batch;
  const { klWeight, realLabel } = options.loss;
  const update = traced((inputs: StepInputs<Name>) => {
    const { real, noise, discriminatorNoise, augmentation, decay } = inputs;
    const use = Object.keys(augmentation).length > 0 && {
      augmentation: (images: tf.Tensor4D) => augment(images, augmentation),
    };
    // Draw pictures; the discriminator learns from them before it judges them for the generator.
    let discriminatorLosses = {};
    const generatorLosses = generatorStep(
      {
        generator,
        discriminator,
        optimizer: optimizers.generator,
        embeddings: real.embeddings,
        klWeight,
        ...use,
        onGenerated: ({ images, mean }) => {
          const text = options.network.textPath === 'mean' ? mean : real.embeddings;
          discriminatorLosses = discriminatorStep({
            discriminator,
            optimizer: optimizers.discriminator,
            batch: { ...real, embeddings: text },
            generated: images,
            mismatched,
            realLabel,
            ...use,
          });
        },
      },
      noise,
      discriminatorNoise,
    );
    updateMovingAverage(average, generator, decay);
    return {
      ...named('discriminator', discriminatorLosses),
      ...named('generator', generatorLosses),
    };
  });

  return (batch, random, decay) => {
    const [size] = batch.shape;
    const inputs = {
      real: batchTensors(batch),
      noise: drawNoise(random, size, noiseSizes),
      augmentation: drawStepAugmentation(random, size, imageSize, options.augmentation),
      ...(generated === 'redrawn' && {
        discriminatorNoise: drawNoise(random, size, noiseSizes),
      }),
      decay: tf.scalar(decay),
    };
    optimizers.generator.beginUpdate();
    optimizers.discriminator.beginUpdate();
    const losses = update(inputs);
    tf.dispose(inputs as unknown as tf.TensorContainer);
    return losses;
  };
}

function named(network: string, losses: object): Record<string, tf.Scalar> {
  return Object.fromEntries(
    Object.entries(losses)
      .filter(([, scalar]) => scalar !== undefined)
      .map(([name, scalar]) => [`${network}.${name}`, scalar as tf.Scalar]),
  );
}
