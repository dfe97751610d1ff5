import type { SeededRandom } from '@stackgan/random';
import { fillNoise, type NoiseVector } from '@stackgan/stage2';
import * as tf from '@tensorflow/tfjs-core';

/**
 * A tensor [rows, size] for each noise vector, drawn from `random` in the order of the names: noise of many pictures that
 * need no seeds of their own. What is 'none' is drawn, too, and then zeros: with and without it, all else is the same.
 */
export function drawNoise<Name extends string>(
  random: SeededRandom,
  rows: number,
  vectors: Readonly<Record<Name, Pick<NoiseVector, 'size' | 'distribution'>>>,
): Record<Name, tf.Tensor2D> {
  const entries = Object.entries<Pick<NoiseVector, 'size' | 'distribution'>>(vectors);
  const draws = entries.map(([name, { size, distribution }]) => {
    const values = fillNoise(new Float32Array(rows * size), distribution, random);
    return [name, tf.tensor2d(values, [rows, size])];
  });
  return Object.fromEntries(draws) as Record<Name, tf.Tensor2D>;
}
