import {
  augment,
  discriminatorStep,
  drawAugmentation,
  type GradientOptimizer,
} from '@stackgan/layers';
import { SeededRandom } from '@stackgan/random';
import * as stage1 from '@stackgan/stage1';
import * as stage2 from '@stackgan/stage2';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { BATCH, CONDITION_DIM, IMAGE_SIZE, LATENT_DIM, TEXT_DIM, type Stage } from './networks.js';
import { seeded } from './seeded.js';

interface Pair<T> {
  readonly generator: T;
  readonly discriminator: T;
}

interface Step {
  readonly stage: Stage;
  /** Number of the step; it picks the inputs. */
  readonly step: number;
  readonly networks: Pair<LayersModel>;
  readonly optimizers: Pair<GradientOptimizer>;
}

const AUGMENTATION = {
  brightness: 0.2,
  contrast: [0.8, 1.2],
  saturation: [0.5, 1.5],
  translation: 0.1,
} as const;

/**
 * One step of both networks on seeded inputs, with all that the trainer can ask for; its losses by
 * name.
 */
export function takeStep({ stage, step, networks, optimizers }: Step): Record<string, tf.Scalar> {
  return tf.tidy(() => {
    const normal = (label: string, size: number) =>
      seeded<tf.Rank.R2>(`${label} ${step}`, [BATCH, size]);
    const randomImages = (label: string, size: number) =>
      tf.tanh(seeded<tf.Rank.R4>(`${label} ${step}`, [BATCH, size, size, 3]));

    const { generator, discriminator } = networks;
    const size = IMAGE_SIZE[stage];
    const images = randomImages('images', size);
    const embeddings = normal('embeddings', TEXT_DIM);
    const classes = tf.tensor1d([0, 0, 1, 2], 'int32');
    const drawn = drawAugmentation(new SeededRandom(step), BATCH, size, AUGMENTATION);
    const augmentation = (x: tf.Tensor4D) => augment(x, drawn);

    const losses: Record<string, tf.Scalar> = {};
    const add = (network: keyof Pair<unknown>, scalars: object) => {
      for (const [name, scalar] of Object.entries(scalars)) losses[`${network} ${name}`] = scalar;
    };
    const common = {
      generator,
      discriminator,
      optimizer: optimizers.generator,
      embeddings,
      epsilon: normal('epsilon', CONDITION_DIM),
      augmentation,
      onGenerated: ({ images: generated }: { images: tf.Tensor4D }) =>
        add(
          'discriminator',
          discriminatorStep({
            discriminator,
            optimizer: optimizers.discriminator,
            batch: { images, embeddings, classes },
            generated,
            augmentation,
          }),
        ),
    };
    add(
      'generator',
      stage === 1
        ? stage1.generatorStep({ ...common, latent: normal('latent', LATENT_DIM) })
        : stage2.generatorStep({
            ...common,
            stage1Images: randomImages('sketches', IMAGE_SIZE[1]),
            colorWeight: 1,
          }),
    );
    return losses;
  });
}
