import * as tf from '@tensorflow/tfjs-core';
import { layers, type Shape } from '@tensorflow/tfjs-layers';
import { shrinkImages } from './shrink-images.js';
import { singleShape, singleTensor } from './single.js';

export interface ImageMaskConfig {
  name?: string;
  /** Side of the mask, a divisor of the image's. */
  size: number;
}

/** The last channel of images [N, S, S, C], averaged to [N, size, size, 1]. */
export class ImageMask extends layers.Layer {
  static readonly className = 'StackganImageMask';

  private readonly size: number;

  constructor(config: ImageMaskConfig) {
    super(config);
    this.size = config.size;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const [batch = null] = singleShape(inputShape);
    return [batch, this.size, this.size, 1];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const images = singleTensor<tf.Tensor4D>(inputs);
      const [, side, , channels] = images.shape;
      const mask = tf.slice(images, [0, 0, 0, channels - 1], [-1, side, side, 1]);
      return shrinkImages(mask, this.size);
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), size: this.size };
  }
}
