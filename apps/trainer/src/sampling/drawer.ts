import {
  type ConditionNoise,
  type NoiseVectors,
  stage1NoiseVectors,
  stage2NoiseVectors,
  type StageNoise,
} from '@stackgan/stage2';
import { traced } from '@stackgan/tfjs-backend-ort';
import type * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

type Stage2Noise = 'stage1Epsilon' | 'latent' | 'epsilon';
type Inputs<NoiseName extends string> = Record<NoiseName | 'embeddings', tf.Tensor2D>;

/** Generators that draw together. `NoiseName`: the noise vectors that a picture needs. */
export interface Drawer<NoiseName extends string = string> {
  /** Side of the pictures. */
  readonly imageSize: number;
  /** What noise a picture needs. */
  readonly noiseVectors: NoiseVectors<NoiseName>;
  /**
   * Pictures [N, S, S, 3] in inference mode, one tensor for each stage that draws: Stage-II gives the
   * pictures of Stage-I first.
   */
  draw(embeddings: tf.Tensor2D, noise: Readonly<Record<NoiseName, tf.Tensor2D>>): tf.Tensor4D[];
}

/** Draws with a generator of Stage-I, whose ε comes from `noise`. */
export function stage1Drawer(
  generator: LayersModel,
  noise: ConditionNoise,
): Drawer<'epsilon' | 'latent'> {
  const draw = traced(({ embeddings, epsilon, latent }: Inputs<'epsilon' | 'latent'>) => ({
    images: infer(generator, [embeddings, epsilon, latent]),
  }));
  return {
    imageSize: sideOf(generator),
    noiseVectors: stage1NoiseVectors(generator, noise),
    draw: (embeddings, noise) => [draw({ embeddings, ...noise }).images],
  };
}

/** Draws with a generator of Stage-II on the pictures of `base`, whose ε come from `noise`. */
export function stage2Drawer(
  generator: LayersModel,
  base: LayersModel,
  noise: StageNoise,
): Drawer<Stage2Noise> {
  const draw = traced(({ embeddings, stage1Epsilon, latent, epsilon }: Inputs<Stage2Noise>) => {
    const stage1 = infer(base, [embeddings, stage1Epsilon, latent]);
    return { stage1, images: infer(generator, [stage1, embeddings, epsilon]) };
  });
  return {
    imageSize: sideOf(generator),
    noiseVectors: stage2NoiseVectors(base, generator, noise),
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
