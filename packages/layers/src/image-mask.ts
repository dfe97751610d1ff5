import * as tf from '@tensorflow/tfjs-core';
import { MaskLayer } from './mask-layer.js';
import { shrinkImages } from './shrink-images.js';
import { singleTensor } from './single.js';

/**
 * The last channel of images [N, S, S, C], averaged to [N, size, size, 1]; `size` is a divisor of S.
 */
export class ImageMask extends MaskLayer {
  static readonly className = 'StackganImageMask';

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const images = singleTensor<tf.Tensor4D>(inputs);
      const [, side, , channels] = images.shape;
      const mask = tf.slice(images, [0, 0, 0, channels - 1], [-1, side, side, 1]);
      return shrinkImages(mask, this.size);
    });
  }
}
