import * as tf from '@tensorflow/tfjs-core';
import { layers, type Shape } from '@tensorflow/tfjs-layers';

export interface EnlargedLogitsConfig {
  name?: string;
  /** Side S of the enlarged image. */
  size: number;
}

/** Keeps white and black finite: atanh(0.97) = 2.1, from which a small correction reaches ±1. */
const RANGE = 0.97;

/**
 * [N, H, W, C] in [-1, 1] to [N, S, S, C]: the values whose tanh is 0.97 times the image enlarged
 * by bilinear interpolation. A generator that adds its own output to them, before tanh, starts at
 * the enlarged image and only has to correct it.
 */
export class EnlargedLogits extends layers.Layer {
  static readonly className = 'StackganEnlargedLogits';

  private readonly size: number;

  constructor(config: EnlargedLogitsConfig) {
    super(config);
    this.size = config.size;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const shape = (Array.isArray(inputShape[0]) ? inputShape[0] : inputShape) as Shape;
    return [shape[0] ?? null, this.size, this.size, shape[3] ?? null];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const image = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor4D;
      const enlarged = tf.image.resizeBilinear(image, [this.size, this.size], false, true);
      const value = tf.mul(enlarged, RANGE);
      return tf.mul(tf.log(tf.div(tf.add(value, 1), tf.sub(1, value))), 0.5);
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), size: this.size };
  }
}
