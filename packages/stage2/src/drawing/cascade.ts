import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { type ConditionNoise, noiseOfStages, type StageNoise } from './condition-noise.js';
import type { Generators } from './generators.js';
import { type CascadeNoise, noiseVectors, type NoiseVectors } from './noise-vectors.js';

/** What images are drawn from: embeddings [N, T], and [N, size] of each noise vector. */
export type CascadeInputs = CascadeNoise<tf.Tensor2D> & { readonly embeddings: tf.Tensor2D };

/**
 * Draws the images [N, S, S, 3] of a stage, in [-1, 1]; Stage-II refines those of Stage-I,
 * `previous`.
 */
export type Stage = (inputs: CascadeInputs, previous?: tf.Tensor4D) => tf.Tensor4D;

/** One pass through a generator. */
type Draw = (inputs: Record<string, tf.Tensor>) => { images: tf.Tensor4D };

export interface CascadeOptions extends Generators {
  /** The distribution of ε in training, for both stages or one for each; N(0, I) by default. */
  readonly conditionNoise?: ConditionNoise | StageNoise;
  /** Makes a faster version of a function, such as `traced` of `@stackgan/tfjs-backend-ort`. */
  readonly compile?: (draw: Draw) => Draw;
}

/** One or two generators that draw together. It does not own them. */
export interface Cascade {
  /** Side of the images of the last stage. */
  readonly imageSize: number;
  /** Noise that an image needs. */
  readonly noiseVectors: NoiseVectors;
  /** Whether `compile` was given: batches should then all have one size. */
  readonly isCompiled: boolean;
  /** The stages, Stage-I first, in inference mode. */
  readonly stages: readonly Stage[];
  /** Runs all stages: one tensor per stage, Stage-I first. */
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
