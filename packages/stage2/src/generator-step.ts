import { klDivergence } from '@stackgan/ca';
import {
  generatorStep as genericStep,
  type GeneratorLosses,
  type GeneratorStepCommon,
} from '@stackgan/layers';
import * as tf from '@tensorflow/tfjs-core';
import { colorConsistency } from './color-consistency.js';

/** What a Stage-II picture is drawn from, beside its text. */
export interface Stage2Noise {
  /** [N, E], drawn from N(0, I). */
  epsilon: tf.Tensor2D;
  /** [N, 64, 64, 3], drawn by the Stage-I generator for `embeddings`; taken as constant. */
  stage1Images: tf.Tensor4D;
}

export interface Stage2GeneratorStepOptions extends GeneratorStepCommon, Stage2Noise {
  /** Noise of other pictures, drawn for the discriminator alone; without it both networks get the same. */
  discriminatorNoise?: Stage2Noise;
  /** Weight of `colorConsistency` with `stage1Images`; 0, as in StackGAN, leaves it out. */
  colorWeight?: number;
}

/**
 * One update of the Stage-II generator, see `generatorStep` of `@stackgan/layers`. With a
 * `colorWeight`, the losses have `regularization` = colorWeight * `colorConsistency`.
 */
export function generatorStep(options: Stage2GeneratorStepOptions): GeneratorLosses {
  const { epsilon, stage1Images, discriminatorNoise, colorWeight = 0, ...common } = options;
  const generate = (noise: Stage2Noise) => () => {
    const inputs = [noise.stage1Images, common.embeddings, noise.epsilon];
    const [images, mean, logVariance] = common.generator.apply(inputs, { training: true }) as [
      tf.Tensor4D,
      tf.Tensor2D,
      tf.Tensor2D,
    ];
    return { images, mean, logVariance };
  };
  return genericStep({
    ...common,
    divergence: klDivergence,
    ...(colorWeight > 0 && {
      regularizer: (images) => tf.mul(colorConsistency(images, stage1Images), colorWeight),
    }),
    generate: generate({ epsilon, stage1Images }),
    ...(discriminatorNoise && { generateForDiscriminator: generate(discriminatorNoise) }),
  });
}
