import type * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { type ConditionNoise, noiseOfStages, type StageNoise } from './condition-noise.js';
import type { Generators } from './generators.js';
import { type CascadeNoise, noiseVectors, type NoiseVectors } from './noise-vectors.js';

/** What images are drawn of: embeddings [N, T], and [N, size] of each noise vector. */
type Inputs = CascadeNoise<tf.Tensor2D> & { readonly embeddings: tf.Tensor2D };
/** Images of each stage. */
type Outputs = Readonly<Record<string, tf.Tensor4D>>;

export interface CascadeOptions extends Generators {
  /** What the networks were trained on, one word or one for each stage; N(0, I) by default. */
  readonly conditionNoise?: ConditionNoise | StageNoise;
  /** Makes the function that draws faster, as `traced` of `@stackgan/tfjs-backend-ort` does; as it is by default. */
  readonly compile?: (draw: (inputs: Inputs) => Outputs) => (inputs: Inputs) => Outputs;
}

/** One or two generators that draw together. It owns none of them. */
export interface Cascade {
  /** Side of the images of the last stage. */
  readonly imageSize: number;
  /** What noise an image needs. */
  readonly noiseVectors: NoiseVectors;
  /** Images [N, S, S, 3] in [-1, 1], in inference mode, a tensor for each stage: Stage-I first. */
  draw(embeddings: tf.Tensor2D, noise: CascadeNoise<tf.Tensor2D>): tf.Tensor4D[];
}

/** The cascade of a Stage-I generator and, if there is one, a Stage-II generator. */
export function createCascade({
  stage1,
  stage2,
  conditionNoise = 'normal',
  compile = (draw) => draw,
}: CascadeOptions): Cascade {
  const draw = compile(({ embeddings, stage1Epsilon, latent, stage2Epsilon }): Outputs => {
    const sketches = drawStage(stage1, [embeddings, stage1Epsilon, latent]);
    if (!stage2) return { sketches };
    return { sketches, images: drawStage(stage2, [sketches, embeddings, stage2Epsilon!]) };
  });
  return {
    imageSize: (stage2 ?? stage1).outputs[0]?.shape[1] ?? 0,
    noiseVectors: noiseVectors({ stage1, stage2 }, noiseOfStages(conditionNoise)),
    draw(embeddings, noise) {
      const { sketches, images } = draw({ embeddings, ...noise });
      return images ? [sketches!, images] : [sketches!];
    },
  };
}

/** The images of a generator in inference mode. */
export function drawStage(generator: LayersModel, inputs: tf.Tensor[]): tf.Tensor4D {
  const [images] = generator.apply(inputs, { training: false }) as [tf.Tensor4D];
  return images;
}
