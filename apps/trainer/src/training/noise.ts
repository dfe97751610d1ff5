import type { SeededRandom } from '@stackgan/random';
import * as tf from '@tensorflow/tfjs-core';

/** A noise vector: its length, and whether it is cut off at ±2. */
export interface NoiseVector {
  readonly size: number;
  readonly distribution: 'normal' | 'truncated';
}

/** One N(0, 1) tensor [rows, size] for each name, drawn in the order of the names. */
export function drawNoise<Name extends string>(
  random: SeededRandom,
  rows: number,
  vectors: Readonly<Record<Name, NoiseVector>>,
): Record<Name, tf.Tensor2D> {
  const draws = Object.entries<NoiseVector>(vectors).map(([name, { size, distribution }]) => {
    const values = new Float32Array(rows * size);
    if (distribution === 'truncated') random.fillTruncatedNormal(values);
    else random.fillNormal(values);
    return [name, tf.tensor2d(values, [rows, size])];
  });
  return Object.fromEntries(draws) as Record<Name, tf.Tensor2D>;
}
