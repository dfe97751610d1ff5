import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/** What a step needs of an optimiser; every `tf.Optimizer` has it. Use one optimiser for each network. */
export interface GradientOptimizer {
  applyGradients(gradients: tf.NamedTensorMap): void;
}

/** One update of `model`'s trainable weights down the gradient of `loss`. */
export function minimize(
  model: LayersModel,
  optimizer: GradientOptimizer,
  loss: () => tf.Scalar,
): void {
  tf.tidy(() => {
    const variables = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
    const { grads } = tf.variableGrads(loss, variables);
    optimizer.applyGradients(grads);
  });
}
