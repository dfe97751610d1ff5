import { klDivergence } from '@stackgan/ca';
import {
  generatorStep as genericStep,
  type GeneratorLosses,
  type GeneratorStepCommon,
} from '@stackgan/layers';
import type * as tf from '@tensorflow/tfjs-core';

/** What a Stage-I image is drawn from, beside its text. */
export interface Stage1Noise {
  /** [N, E], drawn from N(0, I). */
  epsilon: tf.Tensor2D;
  /** [N, Z], drawn from N(0, I). */
  latent: tf.Tensor2D;
}

export interface Stage1GeneratorStepOptions extends GeneratorStepCommon, Stage1Noise {
  /** Noise of other images, drawn for the discriminator alone; without it both networks get the same. */
  discriminatorNoise?: Stage1Noise;
}

/** One update of the Stage-I generator, see `generatorStep` of `@stackgan/layers`. */
export function generatorStep(options: Stage1GeneratorStepOptions): GeneratorLosses {
  const { epsilon, latent, discriminatorNoise, ...common } = options;
  const generate = (noise: Stage1Noise) => () => {
    const inputs = [common.embeddings, noise.epsilon, noise.latent];
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
    generate: generate({ epsilon, latent }),
    ...(discriminatorNoise && { generateForDiscriminator: generate(discriminatorNoise) }),
  });
}
