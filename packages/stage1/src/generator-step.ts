import { klDivergence } from '@stackgan/ca';
import {
  generatorStep as genericStep,
  type GeneratorLosses,
  type GeneratorStepCommon,
} from '@stackgan/layers';
import type * as tf from '@tensorflow/tfjs-core';

export interface Stage1GeneratorStepOptions extends GeneratorStepCommon {
  /** [N, E], drawn from N(0, I). */
  epsilon: tf.Tensor2D;
  /** [N, Z], drawn from N(0, I). */
  latent: tf.Tensor2D;
}

/** One update of the Stage-I generator, see `generatorStep` of `@stackgan/layers`. */
export function generatorStep(options: Stage1GeneratorStepOptions): GeneratorLosses {
  const { epsilon, latent, ...common } = options;
  const inputs = [common.embeddings, epsilon, latent];
  return genericStep({
    ...common,
    divergence: klDivergence,
    generate: () => {
      const [images, mean, logVariance] = common.generator.apply(inputs, { training: true }) as [
        tf.Tensor4D,
        tf.Tensor2D,
        tf.Tensor2D,
      ];
      return { images, mean, logVariance };
    },
  });
}
