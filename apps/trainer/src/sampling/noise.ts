import type { SeededRandom } from '@stackgan/random';
import { type CascadeNoise, fillNoise, mapNoise, type NoiseVectors } from '@stackgan/stage2';
import * as tf from '@tensorflow/tfjs-core';

/**
 * A tensor [rows, size] for each noise vector, drawn from `random` one after the other: noise of many images that
 * need no seeds of their own. What is 'none' is drawn, too, and then zeros: with and without it, all else is the same.
 */
export const drawNoise = (
  random: SeededRandom,
  rows: number,
  vectors: NoiseVectors,
): CascadeNoise<tf.Tensor2D> =>
  mapNoise(vectors, ({ size, distribution }) =>
    tf.tensor2d(fillNoise(new Float32Array(rows * size), distribution, random), [rows, size]),
  );
