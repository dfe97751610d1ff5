import { SeededRandom } from '@stackgan/random';
import type { Drawer } from './drawer.js';

/** The noise of one picture: [size] numbers for each noise vector of a drawer. */
export type PictureNoise = Readonly<Record<string, Float32Array>>;

/**
 * The noise that `stackgan sample` and the `StackGAN` pipeline draw of `seed`, so that the picture is the same; with
 * `meanOnly` only z is not 0. Generators of the same sizes get the same noise, and Stage-II refines the sketch
 * that Stage-I alone would draw.
 */
export function seededNoise(
  { noiseSizes }: Drawer,
  seed: number,
  { meanOnly = false }: { meanOnly?: boolean } = {},
): PictureNoise {
  const random = new SeededRandom(seed);
  const labels: Readonly<Record<string, string>> = {
    latent: 'stage1 latent',
    stage1Epsilon: 'stage1 epsilon',
    epsilon: 'stage1Epsilon' in noiseSizes ? 'stage2 epsilon' : 'stage1 epsilon',
  };
  const vectors = Object.entries(noiseSizes).map(([name, { size, distribution }]) => {
    const values = new Float32Array(size);
    if (meanOnly && name !== 'latent') return [name, values] as const;
    const stream = random.fork(labels[name]!);
    if (distribution === 'truncated') stream.fillTruncatedNormal(values);
    else stream.fillNormal(values);
    return [name, values] as const;
  });
  return Object.fromEntries(vectors);
}
