import * as tf from '@tensorflow/tfjs-core';
import { MetricError } from '../shared/metric-error.js';

/** An RGB image with 8 bits per channel, such as a decoded file or the `ImageData` of a canvas. */
export interface RgbImage {
  /** In pixels. */
  readonly width: number;
  /** In pixels. */
  readonly height: number;
  /** [height, width, 3]; or [height, width, 4], of which the fourth channel, alpha, is ignored. */
  readonly data: Uint8Array | Uint8ClampedArray;
}

/**
 * Images of one size as a tensor [N, height, width, 3] in [-1, 1]. Throws {@link MetricError} for
 * images of different sizes, and for bytes that do not fit the size.
 */
export function imageTensor(images: readonly RgbImage[]): tf.Tensor4D {
  const [first] = images;
  if (!first) throw new MetricError('shape', 'there are no images: give one or more');
  const { width, height } = first;
  const length = width * height * 3;
  const values = new Float32Array(images.length * length);
  images.forEach((image, index) => {
    checkImage(image, index, first);
    const offset = index * length;
    const { data } = image;
    if (data.length === length) {
      for (let i = 0; i < length; i++) values[offset + i] = data[i]! / 127.5 - 1;
    } else {
      for (let i = 0; i < length; i++) {
        values[offset + i] = data[4 * Math.floor(i / 3) + (i % 3)]! / 127.5 - 1;
      }
    }
  });
  return tf.tensor4d(values, [images.length, height, width, 3]);
}

/**
 * Throws {@link MetricError} unless the image at `index` has the size of the first, and the bytes
 * of its size.
 */
export function checkImage(
  { width, height, data }: RgbImage,
  index: number,
  first: RgbImage,
): void {
  if (width !== first.width || height !== first.height) {
    const sizes = `image ${index} is ${width}×${height}, the first ${first.width}×${first.height}`;
    throw new MetricError('shape', `${sizes}: give images of one size`);
  }
  const pixels = width * height;
  if (data.length !== 3 * pixels && data.length !== 4 * pixels) {
    const what = `image ${index} has ${data.length} bytes for ${width}×${height} pixels`;
    throw new MetricError('shape', `${what}: give 3 (RGB) or 4 (RGBA) per pixel`);
  }
}
