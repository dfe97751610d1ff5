import type { LayersModel } from '@tensorflow/tfjs-layers';
import { type ConditionNoise, noiseOfStages, type StageNoise } from './condition-noise.js';

/** A noise vector that a picture is drawn of. */
export interface NoiseVector {
  readonly size: number;
  readonly distribution: ConditionNoise;
  /** Which numbers of a seed it takes, see `seededNoise`; z is 'stage1 latent'. */
  readonly stream: 'stage1 epsilon' | 'stage1 latent' | 'stage2 epsilon';
}

/** All noise that a picture is drawn of, by name. */
export type NoiseVectors<Name extends string = string> = Readonly<Record<Name, NoiseVector>>;

/** The noise of a Stage-I generator: ε from `noise`, and z, which is always N(0, I). */
export function stage1NoiseVectors(
  generator: LayersModel,
  noise: ConditionNoise,
): NoiseVectors<'epsilon' | 'latent'> {
  return {
    epsilon: { size: inputSize(generator, 1), distribution: noise, stream: 'stage1 epsilon' },
    latent: { size: inputSize(generator, 2), distribution: 'normal', stream: 'stage1 latent' },
  };
}

/** The noise of a Stage-II generator on the pictures of `stage1`, whose noise comes first. */
export function stage2NoiseVectors(
  stage1: LayersModel,
  stage2: LayersModel,
  noise: ConditionNoise | StageNoise,
): NoiseVectors<'stage1Epsilon' | 'latent' | 'epsilon'> {
  const of = noiseOfStages(noise);
  const { epsilon: stage1Epsilon, latent } = stage1NoiseVectors(stage1, of.stage1);
  const size = inputSize(stage2, 2);
  return {
    stage1Epsilon,
    latent,
    epsilon: { size, distribution: of.stage2, stream: 'stage2 epsilon' },
  };
}

/** Length of the vectors that an input takes. */
export function inputSize(model: LayersModel, index: number): number {
  return model.inputs[index]?.shape.at(-1) ?? 0;
}
