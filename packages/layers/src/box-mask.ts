import * as tf from '@tensorflow/tfjs-core';
import { MaskLayer } from './mask-layer.js';
import { singleTensor } from './single.js';

/**
 * The masks [N, size, size, 1] of `boxes` `[x, y, width, height]` [N, 4], given as fractions of the
 * image's side: the share of each cell that the box covers, from 0 to 1.
 */
export function boxMask(boxes: tf.Tensor2D, size: number): tf.Tensor4D {
  return tf.tidy(() => {
    const cells = tf.tensor2d(
      Array.from({ length: size }, (_, cell) => cell),
      [1, size],
    );
    const column = (index: number) => tf.slice(boxes, [0, index], [-1, 1]);
    // How much of each cell lies before a place, from 0 to 1.
    const before = (place: tf.Tensor) => tf.clipByValue(tf.sub(tf.mul(place, size), cells), 0, 1);
    const along = (axis: number) =>
      tf.sub(before(tf.add(column(axis), column(axis + 2))), before(column(axis)));
    const rows = tf.reshape(along(1), [-1, size, 1, 1]);
    return tf.mul<tf.Tensor4D>(rows, tf.reshape(along(0), [-1, 1, size, 1]));
  });
}

/** `boxMask` as a layer: boxes [N, 4] to masks [N, size, size, 1]. */
export class BoxMask extends MaskLayer {
  static readonly className = 'StackganBoxMask';

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return boxMask(singleTensor<tf.Tensor2D>(inputs), this.size);
  }
}
