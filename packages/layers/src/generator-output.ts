import type * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/** Outputs of a generator with Conditioning Augmentation. */
export interface GeneratorOutput {
  /** [N, S, S, 3] in [-1, 1]. */
  images: tf.Tensor4D;
  /** [N, E]. */
  mean: tf.Tensor2D;
  /** [N, E]. */
  logVariance: tf.Tensor2D;
  /**
   * [M, S, S, 3] of the same pass: the images that the `reconstruction` loss compares with real
   * ones. By default the first M of `images`.
   */
  reconstructed?: tf.Tensor4D;
}

/** One forward pass in training mode; `more` are further arguments of layers. */
export function applyGenerator(
  generator: LayersModel,
  inputs: tf.Tensor[],
  more: Record<string, unknown> = {},
): GeneratorOutput {
  const [images, mean, logVariance] = generator.apply(inputs, { training: true, ...more }) as [
    tf.Tensor4D,
    tf.Tensor2D,
    tf.Tensor2D,
  ];
  return { images, mean, logVariance };
}
