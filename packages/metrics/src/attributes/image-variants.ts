import type { SeededRandom } from '@stackgan/random';
import * as tf from '@tensorflow/tfjs-core';
import { imageTensor, type RgbImage } from '../images/rgb-image.js';
import { resizeWeights } from '../images/resize-images.js';
import { READER_SIZE } from './attribute-reader.js';

/** Greatest shift in pixels, in either direction. */
const SHIFT = 3;
/**
 * Half of the images are reduced to one of these sides and enlarged again, since generated images
 * are often blurred.
 */
const SMALL = [20, 24, 28, 32, 40, 48, 56];
/** Greatest standard deviation of the noise, of images in [-1, 1]. */
const NOISE = 0.1;
/**
 * Normal numbers that noise is taken from: drawing new ones for each image would take longer than
 * training.
 */
const BANK = 1 << 20;

/** An augmented batch, as tensors to compute it from. */
export interface Variants {
  /** [N, S, S, 3] in [-1, 1] */
  readonly images: tf.Tensor4D;
  /** The matrices that resize, shift and blur lines: [N, 64, S]. */
  readonly down: tf.Tensor3D;
  readonly across: tf.Tensor3D;
  /** [N, 64, 64, 3] */
  readonly noise: tf.Tensor4D;
}

/**
 * Random augmentation of training images: shifts, blur, mirroring and noise, so that a reader works
 * on generated images of any size. Colours are not changed.
 */
export class ImageVariants {
  readonly #bank = new Map<string, Float32Array>();
  readonly #noise: Float32Array;

  constructor(
    private readonly size: number,
    private readonly mirror: boolean,
    private readonly random: SeededRandom,
  ) {
    this.#noise = random.fillNormal(new Float32Array(BANK));
  }

  /** Of N images of S × S. */
  next(images: readonly RgbImage[]): Variants {
    const { size, random } = this;
    const side = READER_SIZE;
    const count = images.length;
    const noise = new Float32Array(count * side * side * 3);
    const [down, across] = [0, 1].map(() => new Float32Array(count * side * size)) as [
      Float32Array,
      Float32Array,
    ];
    images.forEach((_, i) => {
      const small = random.uniform() < 0.5 ? SMALL[random.integer(SMALL.length)]! : side;
      const shift = () => random.integer(2 * SHIFT + 1) - SHIFT;
      const isMirrored = this.mirror && random.uniform() < 0.5;
      down.set(this.matrix(small, shift(), false), i * side * size);
      across.set(this.matrix(small, shift(), isMirrored), i * side * size);
      const length = side * side * 3;
      const scale = NOISE * random.uniform();
      const start = random.integer(BANK - length);
      for (let k = 0; k < length; k++) noise[i * length + k] = scale * this.#noise[start + k]!;
    });
    return {
      images: imageTensor(images),
      down: tf.tensor3d(down, [count, side, size]),
      across: tf.tensor3d(across, [count, side, size]),
      noise: tf.tensor4d(noise, [count, side, side, 3]),
    };
  }

  /** [64, S]: to `small` pixels, then to 64, then moved; pixels of the border go on beyond it. */
  private matrix(small: number, shift: number, isMirrored: boolean): Float32Array {
    const key = `${small} ${shift} ${isMirrored}`;
    const known = this.#bank.get(key);
    if (known) return known;
    const { size } = this;
    const side = READER_SIZE;
    const shrink = resizeWeights(size, small, 'pillow-bilinear');
    const enlarge = resizeWeights(small, side, 'pillow-bilinear');
    const made = new Float32Array(side * size);
    for (let row = 0; row < side; row++) {
      const from = Math.min(side - 1, Math.max(0, row + shift));
      const line = isMirrored ? side - 1 - from : from;
      for (let k = 0; k < small; k++) {
        const share = enlarge[line * small + k]!;
        if (share === 0) continue;
        for (let j = 0; j < size; j++) made[row * size + j]! += share * shrink[k * size + j]!;
      }
    }
    this.#bank.set(key, made);
    return made;
  }
}

/** The images [N, 64, 64, 3] that {@link ImageVariants} drew. */
export function applyVariants({ images, down, across, noise }: Variants): tf.Tensor4D {
  const [n, size] = images.shape;
  const side = READER_SIZE;
  const lines = tf.matMul(down, tf.reshape(images, [n, size, size * 3]));
  const turned = tf.transpose(tf.reshape(lines, [n, side, size, 3]), [0, 2, 1, 3]);
  const columns = tf.matMul(across, tf.reshape(turned, [n, size, side * 3]));
  const back = tf.transpose(tf.reshape(columns, [n, side, side, 3]), [0, 2, 1, 3]);
  return tf.add(back, noise);
}
