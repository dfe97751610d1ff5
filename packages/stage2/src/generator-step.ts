import { klDivergence } from '@stackgan/ca';
import {
  generatorStep as genericStep,
  type GeneratorLosses,
  type GeneratorStepCommon,
} from '@stackgan/layers';
import type * as tf from '@tensorflow/tfjs-core';

export interface Stage2GeneratorStepOptions extends GeneratorStepCommon {
  /** [N, E], drawn from N(0, I). */
  epsilon: tf.Tensor2D;
  /** [N, 64, 64, 3], drawn by the frozen Stage-I generator for `embeddings`; taken as constant. */
  stage1Images: tf.Tensor4D;
}

/** One update of the Stage-II generator, see `generatorStep` of `@stackgan/layers`. */
export function generatorStep(options: Stage2GeneratorStepOptions): GeneratorLosses {
  const { epsilon, stage1Images, ...common } = options;
  const inputs = [stage1Images, common.embeddings, epsilon];
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
