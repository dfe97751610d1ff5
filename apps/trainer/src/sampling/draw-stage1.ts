import { SeededRandom } from '@stackgan/random';
import type { StackGANOptions, TextEncoder } from '@stackgan/stage2';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { drawNoise, type NoiseVector } from '../training/noise.js';
import type { DrawOptions } from './sampler.js';

/**
 * The Stage-I picture [1, 64, 64, 3] of a caption. The noise has the names that the `StackGAN`
 * pipeline gives it, so that Stage-II of the same seed refines this very picture.
 */
export async function drawStage1(
  generator: LayersModel,
  encoder: TextEncoder,
  caption: string,
  {
    seed,
    meanOnly,
    conditionNoise = 'normal',
  }: DrawOptions & Pick<StackGANOptions, 'conditionNoise'>,
): Promise<tf.Tensor4D> {
  const values = await encoder.embed([caption]);
  const random = new SeededRandom(seed);
  return tf.tidy(() => {
    const noise = (label: string, input: number, distribution: NoiseVector['distribution']) => {
      const size = generator.inputs[input]?.shape.at(-1) ?? 0;
      return drawNoise(random.fork(label), 1, { drawn: { size, distribution } }).drawn;
    };
    const epsilon = noise('stage1 epsilon', 1, conditionNoise);
    const inputs = [
      tf.tensor2d(values, [1, encoder.dimension]),
      meanOnly ? tf.zerosLike(epsilon) : epsilon,
      noise('stage1 latent', 2, 'normal'),
    ];
    const [images] = generator.apply(inputs, { training: false }) as [tf.Tensor4D];
    return images;
  });
}
