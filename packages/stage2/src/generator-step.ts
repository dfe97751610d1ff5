import { klDivergence } from '@stackgan/ca';
import {
  generatorStep as genericStep,
  type GeneratorLosses,
  type GeneratorOutput,
  type GeneratorStepCommon,
} from '@stackgan/layers';
import * as tf from '@tensorflow/tfjs-core';
import { colorConsistency } from './color-consistency.js';

/** What a Stage-II image is drawn from, beside its text. */
export interface Stage2Noise {
  /** [N, E], drawn from N(0, I). */
  epsilon: tf.Tensor2D;
  /** [N, 64, 64, 3], drawn by the Stage-I generator for `embeddings`; taken as constant. */
  stage1Images: tf.Tensor4D;
}

export interface Stage2GeneratorStepOptions extends GeneratorStepCommon, Stage2Noise {
  /** Noise of other images, drawn for the discriminator alone; without it both networks get the same. */
  discriminatorNoise?: Stage2Noise;
  /**
   * [M, 64, 64, 3], the images of `reconstruction` as `sketchImages` makes them, without which there is none: G draws them again
   * from these, in the same pass.
   */
  sketches?: tf.Tensor4D;
  /** Weight of `colorConsistency` with `stage1Images`; 0, as in StackGAN, leaves it out. */
  colorWeight?: number;
}

/**
 * One update of the Stage-II generator, see `generatorStep` of `@stackgan/layers`. With a
 * `colorWeight`, the losses have `regularization` = colorWeight * `colorConsistency`.
 */
export function generatorStep(options: Stage2GeneratorStepOptions): GeneratorLosses {
  const {
    epsilon,
    stage1Images,
    discriminatorNoise,
    sketches,
    colorWeight = 0,
    ...given
  } = options;
  const { reconstruction, ...others } = given;
  const common = { ...others, ...(sketches && reconstruction && { reconstruction }) };
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
    generate:
      sketches === undefined
        ? generate({ epsilon, stage1Images })
        : generateBoth(common, { epsilon, stage1Images }, sketches),
    ...(discriminatorNoise && { generateForDiscriminator: generate(discriminatorNoise) }),
  });
}

/** One pass over Stage-I's images and `sketches` of real ones, whose captions are the first. */
const generateBoth =
  (
    { generator, embeddings }: GeneratorStepCommon,
    { epsilon, stage1Images }: Stage2Noise,
    sketches: tf.Tensor4D,
  ) =>
  (): GeneratorOutput => {
    const [count] = stage1Images.shape;
    const [known] = sketches.shape;
    const twice = (x: tf.Tensor2D) => tf.concat([x, tf.slice(x, 0, known)]);
    const inputs = [tf.concat([stage1Images, sketches]), twice(embeddings), twice(epsilon)];
    const [images, mean, logVariance] = generator.apply(inputs, { training: true }) as [
      tf.Tensor4D,
      tf.Tensor2D,
      tf.Tensor2D,
    ];
    return {
      images: tf.slice(images, 0, count),
      mean: tf.slice(mean, 0, count),
      logVariance: tf.slice(logVariance, 0, count),
      reconstructed: tf.slice(images, count),
    };
  };
