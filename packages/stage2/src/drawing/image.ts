import * as tf from '@tensorflow/tfjs-core';
import { encode } from 'fast-png';
import { pixelBytes } from './pixel-bytes.js';

/** One RGB image in plain memory: nothing to dispose of. */
export class RGBImage {
  /** In pixels. */
  readonly width: number;
  /** In pixels. */
  readonly height: number;
  /** Red, green and blue bytes of the pixels, row by row. */
  readonly data: Uint8ClampedArray<ArrayBuffer>;
  readonly #values: Float32Array;

  /**
   * An image of `values` [height · width · 3] in [-1, 1]. Throws ImageError for NaN and infinities.
   */
  constructor(values: Float32Array, [height, width]: readonly [number, number]) {
    [this.height, this.width] = [height, width];
    this.data = pixelBytes(values);
    this.#values = values;
  }

  /** The bytes of a PNG file with 8 bits per channel. */
  toPNG(): Uint8Array<ArrayBuffer> {
    const { width, height, data } = this;
    return new Uint8Array(encode({ width, height, channels: 3, depth: 8, data }));
  }

  /** RGBA for `putImageData` of a canvas; in Node, which has no `ImageData`, an object like it. */
  toImageData(): ImageData {
    const { width, height } = this;
    const data = new Uint8ClampedArray(width * height * 4).fill(255);
    for (let pixel = 0; pixel < width * height; pixel++) {
      data.set(this.data.subarray(pixel * 3, pixel * 3 + 3), pixel * 4);
    }
    return typeof ImageData === 'undefined'
      ? { data, width, height, colorSpace: 'srgb' }
      : new ImageData(data, width, height);
  }

  /** A new tensor [H, W, 3] in [-1, 1] on the current backend; dispose of it. */
  toTensor(): tf.Tensor3D {
    return tf.tensor3d(this.#values.slice(), [this.height, this.width, 3]);
  }
}
