import type { SeededRandom } from '@stackgan/random';
import { type CascadeNoise, fillNoise, mapNoise, type NoiseVectors } from '@stackgan/stage2';
import * as tf from '@tensorflow/tfjs-core';

/**
 * A tensor [rows, size] for each noise vector, drawn from `random` in turn: noise for many images
 * without seeds of their own. For 'none', numbers are drawn too and replaced by zeros, so that all
 * other numbers are the same with and without it.
 */
export const drawNoise = (
  random: SeededRandom,
  rows: number,
  vectors: NoiseVectors,
): CascadeNoise<tf.Tensor2D> =>
  mapNoise(vectors, ({ size, distribution }) =>
    tf.tensor2d(fillNoise(new Float32Array(rows * size), distribution, random), [rows, size]),
  );
