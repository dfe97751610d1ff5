import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import expected from '../../fixtures/expected.json' with { type: 'json' };
import { madeUniform } from '../../fixtures/made-features.js';
import { resizeImages } from './resize-images.js';

const values = madeUniform(8, 12 * 17).map((value) => value * 2 - 1);
const image = tf.tensor4d(Float32Array.from(values), [1, 12, 17, 1]);

function greatestDifference(a: tf.Tensor, b: ArrayLike<number>): number {
  return Array.from(a.dataSync()).reduce(
    (most, value, i) => Math.max(most, Math.abs(value - b[i]!)),
    0,
  );
}

describe('resizeImages', () => {
  it.each(expected.resize)("is Pillow's within 1e-5: to $size", ({ size, values }) => {
    const [height, width] = size as [number, number];
    const resized = resizeImages(image, [height, width]);
    expect(resized.shape).toEqual([1, height, width, 1]);
    expect(greatestDifference(resized, values)).toBeLessThan(1e-5);
  });

  it.each([
    [5, 4],
    [19, 29],
    [7, 40],
    [12, 17],
  ] as const)("with tf1-bilinear it is TensorFlow's: to %i x %i", (height, width) => {
    const resized = resizeImages(image, [height, width], { filter: 'tf1-bilinear' });
    const right = tf.image.resizeBilinear(image, [height, width]).dataSync();
    expect(greatestDifference(resized, right)).toBeLessThan(1e-5);
  });

  it('keeps images and channels apart, and constant ones constant', () => {
    const noise = tf.tensor4d(Float32Array.from(madeUniform(9, 2 * 6 * 5 * 3)), [2, 6, 5, 3]);
    const all = resizeImages(noise, [4, 9]);
    for (const n of [0, 1]) {
      for (const c of [0, 1, 2]) {
        const alone = resizeImages(tf.slice4d(noise, [n, 0, 0, c], [1, 6, 5, 1]), [4, 9]);
        const part = tf.slice4d(all, [n, 0, 0, c], [1, 4, 9, 1]);
        expect(greatestDifference(part, alone.dataSync())).toBeLessThan(1e-6);
      }
    }
    const constant = resizeImages(tf.fill([1, 6, 5, 3], 0.3) as tf.Tensor4D, [11, 3]);
    expect(greatestDifference(constant, new Float32Array(99).fill(0.3))).toBeLessThan(1e-6);
  });

  it('refuses sizes and filters that there are not', () => {
    expect(() => resizeImages(image, [0, 4])).toThrow('height is 0');
    expect(() => resizeImages(image, [4, 2.5])).toThrow('width is 2.5');
    const filter = 'lanczos' as never;
    expect(() => resizeImages(image, [4, 4], { filter })).toThrow('filter is lanczos');
  });
});
