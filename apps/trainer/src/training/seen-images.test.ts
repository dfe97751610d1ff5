import '@tensorflow/tfjs-backend-cpu';
import { drawAugmentation } from '@stackgan/layers';
import { SeededRandom } from '@stackgan/random';
import { boxMask } from '@stackgan/stage1';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { boxesOfRows, seenImages } from './seen-images.js';

const BOXES = tf.tensor2d([
  [0.25, 0.125, 0.5, 0.25],
  [0.5, 0.5, 0.5, 0.5],
]);

it('moves masks with their images, and leaves their values alone', () => {
  // Images that are black in the box, white outside: as the mask, however they are moved.
  const images = tf.sub<tf.Tensor4D>(1, tf.mul(2, tf.tile(boxMask(BOXES, 16), [1, 1, 1, 3])));
  const moves = { translation: 0.5 };
  const parameters = drawAugmentation(new SeededRandom(3), 2, 16, moves);
  const seen = seenImages(parameters, BOXES)!(images);
  const [red, , , mask] = tf.split(seen, 4, 3) as tf.Tensor[];
  expect(mask!.arraySync()).toEqual(tf.div(tf.sub(1, red!), 2).arraySync());
  expect(mask!.arraySync()).not.toEqual(boxMask(BOXES, 16).arraySync());

  const bright = drawAugmentation(new SeededRandom(3), 2, 16, { brightness: 0.5 });
  const colored = seenImages(bright, BOXES)!(images);
  expect(tf.slice(colored, [0, 0, 0, 3]).arraySync()).toEqual(boxMask(BOXES, 16).arraySync());
  expect(seenImages({})).toBeUndefined();
});

it('gives interpolated captions the first boxes again', () => {
  expect(boxesOfRows(BOXES, 3).arraySync()).toEqual(
    tf.concat([BOXES, tf.slice(BOXES, 0, 1)]).arraySync(),
  );
});
