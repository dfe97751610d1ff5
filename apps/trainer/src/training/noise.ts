import type { SeededRandom } from '@stackgan/random';
import type { ConditionNoise } from '@stackgan/stage2';
import * as tf from '@tensorflow/tfjs-core';

/** A noise vector: its length, and whether it is cut off at ±2, or 0. */
export interface NoiseVector {
  readonly size: number;
  readonly distribution: ConditionNoise;
}

/**
 * One N(0, 1) tensor [rows, size] for each name, drawn in the order of the names. What is 'none' is drawn, too, and then
 * zeros: with and without it, all else that is drawn is the same.
 */
export function drawNoise<Name extends string>(
  random: SeededRandom,
  rows: number,
  vectors: Readonly<Record<Name, NoiseVector>>,
): Record<Name, tf.Tensor2D> {
  const draws = Object.entries<NoiseVector>(vectors).map(([name, { size, distribution }]) => {
    const values = new Float32Array(rows * size);
    if (distribution === 'truncated') random.fillTruncatedNormal(values);
    else random.fillNormal(values);
    if (distribution === 'none') values.fill(0);
    return [name, tf.tensor2d(values, [rows, size])];
  });
  return Object.fromEntries(draws) as Record<Name, tf.Tensor2D>;
}
