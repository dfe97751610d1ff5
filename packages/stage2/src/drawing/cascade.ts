import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { type ConditionNoise, noiseOfStages, type StageNoise } from './condition-noise.js';
import type { Generators } from './generators.js';
import { type CascadeNoise, noiseVectors, type NoiseVectors } from './noise-vectors.js';

/** What images are drawn from: embeddings [N, T], and [N, size] of each noise vector. */
export type CascadeInputs = CascadeNoise<tf.Tensor2D> & { readonly embeddings: tf.Tensor2D };

/** Images [N, S, S, 3] in [-1, 1] of a stage, from those of the stage before it if there is one. */
export type Stage = (inputs: CascadeInputs, previous?: tf.Tensor4D) => tf.Tensor4D;

/** Tensors in, tensors by name out. */
type Draw = (inputs: Record<string, tf.Tensor>) => { images: tf.Tensor4D };

export interface CascadeOptions extends Generators {
  /** What the networks were trained on, one word or one for each stage; N(0, I) by default. */
  readonly conditionNoise?: ConditionNoise | StageNoise;
  /** Makes a function that draws faster, as `traced` of `@stackgan/tfjs-backend-ort` does. */
  readonly compile?: (draw: Draw) => Draw;
}

/** One or two generators that draw together. It owns none of them. */
export interface Cascade {
  /** Side of the images of the last stage. */
  readonly imageSize: number;
  /** What noise an image needs. */
  readonly noiseVectors: NoiseVectors;
  /** Whether it was given `compile`: batches of one size are then faster than of several. */
  readonly isCompiled: boolean;
  /** The stages, Stage-I first, in inference mode. */
  readonly stages: readonly Stage[];
  /** Draws with all stages: a tensor for each, Stage-I first. */
  draw(embeddings: tf.Tensor2D, noise: CascadeNoise<tf.Tensor2D>): tf.Tensor4D[];
}

/** The cascade of a Stage-I generator and, if there is one, a Stage-II generator. */
export function createCascade({
  stage1,
  stage2,
  conditionNoise = 'normal',
  compile,
}: CascadeOptions): Cascade {
  const compiled = compile ?? ((draw: Draw) => (inputs) => tf.tidy(() => draw(inputs)));
  const drawWith = (generator: LayersModel): Draw =>
    compiled((inputs) => ({ images: infer(generator, Object.values(inputs)) }));
  const sketch = drawWith(stage1);
  const refine = stage2 && drawWith(stage2);
  const stages: Stage[] = [
    ({ embeddings, stage1Epsilon, latent }) => sketch({ embeddings, stage1Epsilon, latent }).images,
  ];
  if (refine) {
    stages.push(
      ({ embeddings, stage2Epsilon }, sketches) =>
        refine({ sketches: sketches!, embeddings, stage2Epsilon: stage2Epsilon! }).images,
    );
  }
  return {
    imageSize: (stage2 ?? stage1).outputs[0]?.shape[1] ?? 0,
    noiseVectors: noiseVectors({ stage1, stage2 }, noiseOfStages(conditionNoise)),
    isCompiled: compile !== undefined,
    stages,
    draw(embeddings, noise) {
      const drawn: tf.Tensor4D[] = [];
      for (const stage of stages) drawn.push(stage({ embeddings, ...noise }, drawn.at(-1)));
      return drawn;
    },
  };
}

/** The images of a generator in inference mode. */
function infer(generator: LayersModel, inputs: tf.Tensor[]): tf.Tensor4D {
  const [images] = generator.apply(inputs, { training: false }) as [tf.Tensor4D];
  return images;
}
