import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/** The part of `tf.Optimizer` that a step uses. Use one optimiser per network. */
export interface GradientOptimizer {
  /** `name` is the name of a registered `tf.Variable`; the order is the same in every step. */
  applyGradients(gradients: { name: string; tensor: tf.Tensor }[]): void;
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
    const named = Object.entries(grads).map(([name, tensor]) => ({ name, tensor }));
    optimizer.applyGradients(named);
  });
}
