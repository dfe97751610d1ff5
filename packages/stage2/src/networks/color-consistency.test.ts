import '@tensorflow/tfjs-backend-cpu';
import { SeededRandom } from '@stackgan/random';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { colorConsistency } from './color-consistency.js';

/** A 2x2 image for each list of four pixels. */
const images = (...lists: number[][][]) => tf.tensor4d(lists.flat(2), [lists.length, 2, 2, 3]);
const value = (images: tf.Tensor4D, references: tf.Tensor4D) =>
  colorConsistency(images, references).dataSync()[0] ?? NaN;
const plain = (...color: number[]) => [color, color, color, color];

describe('colorConsistency', () => {
  it('is the squared distance of two plain colours', () => {
    const [orange, blue] = [images(plain(1, 0.2, -1)), images(plain(-1, -0.5, 0.5))];
    expect(value(orange, blue)).toBeCloseTo(2 ** 2 + 0.7 ** 2 + 1.5 ** 2, 5);
  });

  it('is 5 times the squared difference of the variances for images of the same mean', () => {
    const grey = images(plain(0, 0, 0));
    // Red and cyan in equal parts: variance 0.25 of each channel, covariances +-0.25.
    const red = [0.5, -0.5, -0.5];
    const cyan = [-0.5, 0.5, 0.5];
    expect(value(images([red, cyan, red, cyan]), grey)).toBeCloseTo(5 * 9 * 0.25 ** 2, 5);
  });

  it('does not depend on the places of the colours or the size of the image', () => {
    const [a, b] = [
      [0.1, 0.9, -0.3],
      [-0.7, 0.4, 0.8],
    ] as const;
    const small = images([[...a], [...b], [...b], [...b]]);
    const turned = images([[...b], [...b], [...a], [...b]]);
    const large = tf.image.resizeNearestNeighbor(small, [4, 4]);
    expect(value(turned, small)).toBeCloseTo(0, 6);
    expect(value(large, small)).toBeCloseTo(0, 6);
  });

  it('compares image by image and averages over the batch', () => {
    const red = plain(1, -1, -1);
    const green = plain(-1, 1, -1);
    expect(value(images(red, green), images(red, green))).toBeCloseTo(0, 6);
    expect(value(images(red, green), images(green, green))).toBeCloseTo(8 / 2, 5);
  });

  it('has the gradient of finite differences', () => {
    const random = new SeededRandom(3);
    const draw = () => random.fillNormal(new Float32Array(2 * 4 * 3));
    const [images, other] = [draw(), draw()];
    const references = tf.tensor4d(other, [2, 2, 2, 3]);
    const at = (values: Float32Array) => value(tf.tensor4d(values, [2, 2, 2, 3]), references);
    const gradient = tf
      .grad((x) => colorConsistency(x as tf.Tensor4D, references))(
        tf.tensor4d(images, [2, 2, 2, 3]),
      )
      .dataSync();
    const slopes = images.map((x, index) => {
      const moved = (step: number) => at(images.with(index, x + step));
      return (moved(1e-2) - moved(-1e-2)) / 2e-2;
    });
    const largest = Math.max(...slopes.map(Math.abs));
    slopes.forEach((slope, index) => {
      expect(Math.abs((gradient[index] ?? NaN) - slope) / largest).toBeLessThan(1e-2);
    });
  });
});
