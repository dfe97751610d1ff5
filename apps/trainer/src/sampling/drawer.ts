import { traced } from '@stackgan/tfjs-backend-ort';
import type * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { NoiseVector } from '../training/noise.js';

type Distribution = NoiseVector['distribution'];

type Stage2Noise = 'stage1Epsilon' | 'latent' | 'epsilon';
type Inputs<NoiseName extends string> = Record<NoiseName | 'embeddings', tf.Tensor2D>;

/** Generators that draw together. `NoiseName`: the noise vectors that a picture needs. */
export interface Drawer<NoiseName extends string = string> {
  /** Side of the pictures. */
  readonly imageSize: number;
  /** What noise a picture needs. */
  readonly noiseSizes: Readonly<Record<NoiseName, NoiseVector>>;
  /**
   * Pictures [N, S, S, 3] in inference mode, one tensor for each stage that draws: Stage-II gives the
   * pictures of Stage-I first.
   */
  draw(embeddings: tf.Tensor2D, noise: Readonly<Record<NoiseName, tf.Tensor2D>>): tf.Tensor4D[];
}

/** Draws with a generator of Stage-I, whose ε comes from `distribution`. */
export function stage1Drawer(
  generator: LayersModel,
  distribution: Distribution,
): Drawer<'epsilon' | 'latent'> {
  const draw = traced(({ embeddings, epsilon, latent }: Inputs<'epsilon' | 'latent'>) => ({
    images: infer(generator, [embeddings, epsilon, latent]),
  }));
  return {
    imageSize: sideOf(generator),
    noiseSizes: {
      epsilon: { size: lengthOfInput(generator, 1), distribution },
      latent: { size: lengthOfInput(generator, 2), distribution: 'normal' },
    },
    draw: (embeddings, noise) => [draw({ embeddings, ...noise }).images],
  };
}

/** Draws with a generator of Stage-II on the pictures of `base`. */
export function stage2Drawer(
  generator: LayersModel,
  base: LayersModel,
  distribution: Distribution,
): Drawer<Stage2Noise> {
  const draw = traced(({ embeddings, stage1Epsilon, latent, epsilon }: Inputs<Stage2Noise>) => {
    const stage1 = infer(base, [embeddings, stage1Epsilon, latent]);
    return { stage1, images: infer(generator, [stage1, embeddings, epsilon]) };
  });
  return {
    imageSize: sideOf(generator),
    noiseSizes: {
      stage1Epsilon: { size: lengthOfInput(base, 1), distribution },
      latent: { size: lengthOfInput(base, 2), distribution: 'normal' },
      epsilon: { size: lengthOfInput(generator, 2), distribution },
    },
    draw: (embeddings, noise) => {
      const { stage1, images } = draw({ embeddings, ...noise });
      return [stage1, images];
    },
  };
}

function infer(generator: LayersModel, inputs: tf.Tensor[]): tf.Tensor4D {
  const [images] = generator.apply(inputs, { training: false }) as [tf.Tensor4D];
  return images;
}

const sideOf = (generator: LayersModel): number => generator.outputs[0]?.shape[1] ?? 0;

const lengthOfInput = (generator: LayersModel, index: number): number =>
  generator.inputs[index]?.shape.at(-1) ?? 0;
