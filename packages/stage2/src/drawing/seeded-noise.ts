import { SeededRandom } from '@stackgan/random';
import {
  type CascadeNoise,
  mapNoise,
  type NoiseVector,
  type NoiseVectors,
} from './noise-vectors.js';

/**
 * Fills `values` with numbers of `distribution`, in place, and returns it. For 'none' it draws
 * numbers too, and then writes zeros, so that later numbers of `random` are the same with and
 * without Conditioning Augmentation.
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
 * The noise of `rows` images: [rows * size] numbers for each vector. Everything that draws by a
 * seed takes its noise from here. With `meanOnly` all but z is 0. Generators of the same sizes get
 * the same numbers, and Stage-II refines the sketch that Stage-I alone would draw. Throws
 * RandomError for `seed`.
 */
export function seededNoise(
  vectors: NoiseVectors,
  seed: number,
  { rows = 1, meanOnly = false }: { rows?: number; meanOnly?: boolean } = {},
): CascadeNoise<Float32Array> {
  const random = new SeededRandom(seed);
  return mapNoise(vectors, ({ size, distribution, stream }) => {
    const isLatent = stream === 'stage1 latent';
    return fillNoise(
      new Float32Array(rows * size),
      meanOnly && !isLatent ? 'none' : distribution,
      random.fork(stream),
    );
  });
}
