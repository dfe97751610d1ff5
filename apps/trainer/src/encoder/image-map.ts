import type { SeededRandom } from '@stackgan/random';
import * as tf from '@tensorflow/tfjs-core';

/** A linear map of features of images [N, F] to embeddings [N, T] that learns. */
export class ImageMap {
  readonly variables: readonly [weight: tf.Variable, bias: tf.Variable];

  /** Reads standardised features; its first embeddings have a length near 1. */
  constructor(features: number, dimension: number, random: SeededRandom) {
    const numbers = random.fillNormal(new Float32Array(features * dimension));
    const initial = numbers.map((value) => value / Math.sqrt(features * dimension));
    this.variables = [
      tf.tidy(() => tf.variable(tf.tensor2d(initial, [features, dimension]))),
      tf.tidy(() => tf.variable(tf.zeros([dimension]))),
    ];
  }

  apply(features: tf.Tensor2D): tf.Tensor2D {
    const [weight, bias] = this.variables;
    return tf.tidy(() => tf.add(tf.matMul(features, weight as tf.Tensor as tf.Tensor2D), bias));
  }

  dispose(): void {
    tf.dispose([...this.variables]);
  }
}
