import type { SeededRandom } from '@stackgan/random';
import * as tf from '@tensorflow/tfjs-core';

/** One N(0, 1) tensor [rows, size] for each name, drawn in the order of the names. */
export function drawNoise<Name extends string>(
  random: SeededRandom,
  rows: number,
  sizes: Readonly<Record<Name, number>>,
): Record<Name, tf.Tensor2D> {
  const draws = Object.entries<number>(sizes).map(([name, size]) => [
    name,
    tf.tensor2d(random.fillNormal(new Float32Array(rows * size)), [rows, size]),
  ]);
  return Object.fromEntries(draws) as Record<Name, tf.Tensor2D>;
}
