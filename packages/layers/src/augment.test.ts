import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { distance, finiteDifferenceError, normal } from '../test-support/numbers.js';
import { augment } from './augment.js';
import { drawAugmentation, type AugmentationOptions } from './draw-augmentation.js';

const ALL: AugmentationOptions = {
  brightness: 0.2,
  contrast: [0.7, 1.3],
  saturation: [0.5, 1.5],
  translation: 0.25,
};

/** Plays back fixed numbers from [0, 1). */
const sequence = (...numbers: number[]) => {
  let next = 0;
  return { uniform: () => numbers[next++ % numbers.length] ?? 0 };
};
const varied = (seed: number) =>
  sequence(
    ...normal([64], seed)
      .dataSync()
      .map((x) => Math.abs(x % 1)),
  );

describe('augment', () => {
  const images = normal<tf.Rank.R4>([3, 8, 8, 3], 1);

  it('changes nothing when all ranges are zero', () => {
    const none = { brightness: 0, contrast: [1, 1], saturation: [1, 1], translation: 0 } as const;
    const parameters = drawAugmentation(varied(2), 3, 8, none);
    expect(distance(augment(images, parameters), images)).toBe(0);
  });

  it('changes nothing without options', () => {
    const parameters = drawAugmentation(varied(2), 3, 8, {});
    expect(parameters).toEqual({});
    expect(distance(augment(images, parameters), images)).toBe(0);
  });

  it('adds brightness', () => {
    const parameters = drawAugmentation(sequence(0.75), 3, 8, { brightness: 0.2 });
    expect(distance(augment(images, parameters), tf.add(images, 0.1))).toBeLessThan(1e-6);
  });

  it('spreads contrast about the mean of each image', () => {
    const parameters = drawAugmentation(sequence(0.5), 3, 8, { contrast: [1, 2] });
    const mean = tf.mean(images, [1, 2, 3], true);
    const expected = tf.add(tf.mul(tf.sub(images, mean), 1.5), mean);
    expect(distance(augment(images, parameters), expected)).toBeLessThan(1e-5);
  });

  it('fades to grey with saturation 0', () => {
    const parameters = drawAugmentation(sequence(0.5), 3, 8, { saturation: [0, 0] });
    const grey = tf.mul(tf.mean(images, 3, true), tf.ones([1, 1, 1, 3]));
    expect(distance(augment(images, parameters), grey)).toBeLessThan(1e-6);
  });

  it('brightens, saturates, then spreads, as the three one by one', () => {
    const one = images.shape[0];
    const all = drawAugmentation(sequence(0.9), one, 8, { ...ALL, translation: 0 });
    const steps = [
      { brightness: 0.2 },
      { saturation: [0.5, 1.5] as const },
      { contrast: [0.7, 1.3] as const },
    ];
    const expected = steps.reduce(
      (x, options) => augment(x, drawAugmentation(sequence(0.9), one, 8, options)),
      images,
    );
    expect(distance(augment(images, all), expected)).toBeLessThan(1e-5);
  });

  it('moves each image by its own whole pixels over white', () => {
    // Reach 2: draws of 0.0 and 0.99 move by -2 and +2, and 0.5 not at all.
    const parameters = drawAugmentation(sequence(0, 0.99, 0.5, 0.5, 0.99, 0.5), 3, 8, {
      translation: 0.25,
    });
    const pad = (x: tf.Tensor4D, top: number, bottom: number, left: number, right: number) =>
      tf.pad(
        x,
        [
          [0, 0],
          [top, bottom],
          [left, right],
          [0, 0],
        ],
        1,
      );
    const image = (index: number, row: number, column: number, height: number, width: number) =>
      tf.slice(images, [index, row, column, 0], [1, height, width, 3]);
    const expected = tf.concat([
      pad(image(0, 2, 0, 6, 6), 0, 2, 2, 0),
      image(1, 0, 0, 8, 8),
      pad(image(2, 0, 0, 6, 8), 2, 0, 0, 0),
    ]);
    expect(distance(augment(images, parameters), expected)).toBe(0);
  });

  it('has the gradients of finite differences', () => {
    const x = normal<tf.Rank.R4>([2, 4, 4, 3], 3);
    const weights = normal([2, 4, 4, 3], 4);
    const parameters = drawAugmentation(varied(5), 2, 4, ALL);
    const f = (a: tf.Tensor) =>
      tf.sum(tf.mul(augment(a as tf.Tensor4D, parameters), weights)) as tf.Scalar;
    expect(finiteDifferenceError(f, x, tf.grad(f)(x))).toBeLessThan(1e-2);
  });

  it('runs the same kernels on the same shapes for every draw', async () => {
    const trace = async (seed: number) => {
      const { kernels } = await tf.profile(() => {
        const parameters = drawAugmentation(varied(seed), 3, 8, ALL);
        return tf.grad((x) => augment(x as tf.Tensor4D, parameters))(images);
      });
      return kernels.map(({ name, inputShapes, outputShapes }) => [
        name,
        inputShapes,
        outputShapes,
      ]);
    };
    expect(await trace(6)).toEqual(await trace(7));
  });

  it('rejects a translation by more than the image', () => {
    expect(() => drawAugmentation(varied(1), 1, 8, { translation: 1.5 })).toThrow(
      'translation is 1.5: give a fraction of the side from 0 to 1',
    );
  });
});
