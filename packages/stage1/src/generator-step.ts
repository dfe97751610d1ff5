import {
  generatorStep as genericStep,
  type GeneratorLosses,
  type GeneratorStepCommon,
} from '@stackgan/layers';
import { applyGenerator } from '@stackgan/layers/internal';
import type * as tf from '@tensorflow/tfjs-core';

/** Inputs of the Stage-I generator besides the captions. */
export interface Stage1Noise {
  /** [N, E], drawn from N(0, I). */
  epsilon: tf.Tensor2D;
  /** [N, Z], drawn from N(0, I). */
  latent: tf.Tensor2D;
}

export interface Stage1GeneratorStepOptions extends GeneratorStepCommon, Stage1Noise {
  /**
   * [N, V], 1 for the values that the real images of the captions show: a generator with
   * `attributes` draws images of these, rather than of what z chooses.
   */
  shown?: tf.Tensor2D;
  /** Noise for other images, which only the discriminator gets; by default both get the same. */
  discriminatorNoise?: Stage1Noise;
}

/** One update of the Stage-I generator, see `generatorStep` of `@stackgan/layers`. */
export function generatorStep(options: Stage1GeneratorStepOptions): GeneratorLosses {
  const { epsilon, latent, shown, discriminatorNoise, ...common } = options;
  const generate = (noise: Stage1Noise) => () =>
    applyGenerator(common.generator, [common.embeddings, noise.epsilon, noise.latent], {
      ...(shown && { shown }),
    });
  return genericStep({
    ...common,
    generate: generate({ epsilon, latent }),
    ...(discriminatorNoise && { generateForDiscriminator: generate(discriminatorNoise) }),
  });
}
