import * as tf from '@tensorflow/tfjs-core';
import { encode } from 'fast-png';
import { DisposedError } from './disposed-error.js';
import { pixelBytes } from './pixel-bytes.js';

/** One RGB image, on the backend and in plain memory. */
export class RGBImage {
  /** In pixels. */
  readonly width: number;
  /** In pixels. */
  readonly height: number;
  readonly #tensor: tf.Tensor3D;
  readonly #bytes: Uint8ClampedArray<ArrayBuffer>;

  /** Takes over `tensor` [H, W, 3], whose values in [-1, 1] are `values`. Throws ImageError. */
  constructor(tensor: tf.Tensor3D, values: Float32Array) {
    [this.height, this.width] = tensor.shape;
    this.#tensor = tensor;
    this.#bytes = pixelBytes(values);
  }

  /** The bytes of a PNG file, 8 bits a channel. */
  toPNG(): Uint8Array<ArrayBuffer> {
    const { width, height } = this;
    return new Uint8Array(encode({ width, height, channels: 3, depth: 8, data: this.#bytes }));
  }

  /** RGBA for `putImageData` of a canvas; in Node, which has no `ImageData`, an object like it. */
  toImageData(): ImageData {
    const { width, height } = this;
    const data = new Uint8ClampedArray(width * height * 4).fill(255);
    for (let pixel = 0; pixel < width * height; pixel++) {
      data.set(this.#bytes.subarray(pixel * 3, pixel * 3 + 3), pixel * 4);
    }
    return typeof ImageData === 'undefined'
      ? { data, width, height, colorSpace: 'srgb' }
      : new ImageData(data, width, height);
  }

  /** [H, W, 3] in [-1, 1]; dispose of it. Throws DisposedError after `dispose()`. */
  toTensor(): tf.Tensor3D {
    if (this.#tensor.isDisposed) throw new DisposedError('this image');
    return tf.clone(this.#tensor);
  }

  /** Frees the tensor; `toPNG` and `toImageData` go on working. */
  dispose(): void {
    this.#tensor.dispose();
  }
}
