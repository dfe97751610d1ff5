import {
  type ConditionNoise,
  seededNoise,
  stage1NoiseVectors,
  type TextEncoder,
} from '@stackgan/stage2';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { DrawOptions } from './sampler.js';

/**
 * The Stage-I picture [1, 64, 64, 3] of a caption, of the noise that the `StackGAN` pipeline draws, so that Stage-II
 * of the same seed refines this very picture. `conditionNoise`: what the generator learned with.
 */
export async function drawStage1(
  generator: LayersModel,
  encoder: TextEncoder,
  caption: string,
  { seed, meanOnly, conditionNoise }: DrawOptions & { conditionNoise: ConditionNoise },
): Promise<tf.Tensor4D> {
  const values = await encoder.embed([caption]);
  const vectors = stage1NoiseVectors(generator, conditionNoise);
  const noise = seededNoise(vectors, seed, { meanOnly });
  return tf.tidy(() => {
    const inputs = [
      tf.tensor2d(values, [1, encoder.dimension]),
      tf.tensor2d(noise.epsilon, [1, vectors.epsilon.size]),
      tf.tensor2d(noise.latent, [1, vectors.latent.size]),
    ];
    const [images] = generator.apply(inputs, { training: false }) as [tf.Tensor4D];
    return images;
  });
}
