import '@tensorflow/tfjs-backend-cpu';
import { SeededRandom } from '@stackgan/random';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { sketchImages } from './sketch-images.js';

const SIDE = 64;
const noise = (value: number) => tf.fill([1, SIDE, SIDE, 3], value) as tf.Tensor4D;
const blur = (value: number) => tf.fill([1, 1, 1, 1], value) as tf.Tensor4D;

/** An image of 128x128 that is black left of `edge`, and white from there on. */
function halves(edge: number): tf.Tensor4D {
  const row = Array.from({ length: 128 }, (_, x) => (x < edge ? -1 : 1));
  return tf.tile(tf.reshape(tf.tensor1d(row), [1, 1, 128, 1]), [1, 128, 1, 3]);
}

describe('sketchImages', () => {
  it('shrinks by averages, and adds noise within [-1, 1]', () => {
    const [row] = sketchImages(halves(63), { noise: noise(0.25), blur: blur(0) }).arraySync()[0]!;
    const reds = row!.map(([red]) => red);
    // Pixels 62 and 63 are one black, one white.
    expect(reds.slice(29, 34)).toEqual([-0.75, -0.75, 0.25, 1, 1]);
  });

  it('blurs down to a resolution of 32x32', () => {
    const reds = (amount: number) =>
      sketchImages(halves(66), { noise: noise(0), blur: blur(amount) })
        .arraySync()[0]![0]!
        .map(([red]) => red!)
        .slice(30, 36);
    expect(reds(0)).toEqual([-1, -1, -1, 1, 1, 1]);
    // One of 32 pixels is grey, between black and white ones: enlarged, a ramp.
    expect(reds(1)).toEqual([-1, -0.75, -0.25, 0.25, 0.75, 1]);
    expect(reds(0.5)).toEqual([-1, -0.875, -0.625, 0.625, 0.875, 1]);
  });

  it('does not change an image without edges', () => {
    const color = new SeededRandom(1).uniform();
    const plain = tf.fill([1, 256, 256, 3], color) as tf.Tensor4D;
    const sketch = sketchImages(plain, { noise: noise(0), blur: blur(1) });
    expect(tf.max(tf.abs(tf.sub(sketch, color))).dataSync()[0]).toBeLessThan(1e-6);
  });
});
