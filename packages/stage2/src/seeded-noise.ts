import { SeededRandom } from '@stackgan/random';
import type { NoiseVector, NoiseVectors } from './noise-vectors.js';

/**
 * Fills `values` as `distribution` says, in place, and returns it. For 'none' numbers are drawn, too, and then zeros
 * are written: what else `random` gives is the same with and without Conditioning Augmentation.
 */
export function fillNoise(
  values: Float32Array,
  distribution: NoiseVector['distribution'],
  random: SeededRandom,
): Float32Array {
  if (distribution === 'truncated') return random.fillTruncatedNormal(values);
  random.fillNormal(values);
  return distribution === 'none' ? values.fill(0) : values;
}

/**
 * The noise of `rows` pictures of `seed`, [rows * size] numbers of each vector: what `StackGAN` draws of that seed, and
 * whoever draws the same pictures in another way. With `meanOnly` only z is not 0. Generators of the same sizes get
 * the same numbers, and Stage-II refines the sketch that Stage-I alone would draw. Throws RandomError for `seed`.
 */
export function seededNoise<Name extends string>(
  vectors: NoiseVectors<Name>,
  seed: number,
  { rows = 1, meanOnly = false }: { rows?: number; meanOnly?: boolean } = {},
): Record<Name, Float32Array> {
  const random = new SeededRandom(seed);
  const drawn = Object.entries<NoiseVector>(vectors).map(
    ([name, { size, distribution, stream }]) => {
      const isLatent = stream === 'stage1 latent';
      const values = new Float32Array(rows * size);
      return [
        name,
        fillNoise(values, meanOnly && !isLatent ? 'none' : distribution, random.fork(stream)),
      ];
    },
  );
  return Object.fromEntries(drawn) as Record<Name, Float32Array>;
}
