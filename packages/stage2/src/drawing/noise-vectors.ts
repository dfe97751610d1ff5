import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { ConditionNoise, StageNoise } from './condition-noise.js';
import type { Generators } from './generators.js';

/** A noise vector that an image is drawn from. */
export interface NoiseVector {
  readonly size: number;
  readonly distribution: ConditionNoise;
  /** Label of its random stream, see `seededNoise`; z is 'stage1 latent'. */
  readonly stream: 'stage1 epsilon' | 'stage1 latent' | 'stage2 epsilon';
}

/** A value for each noise vector of an image; without Stage-II there is no `stage2Epsilon`. */
export interface CascadeNoise<T> {
  readonly stage1Epsilon: T;
  readonly latent: T;
  readonly stage2Epsilon?: T;
}

/** All noise that an image is drawn from. */
export type NoiseVectors = CascadeNoise<NoiseVector>;

/**
 * The noise of the generators, Stage-I first: ε of the given distribution, and z, which is always
 * N(0, I).
 */
export function noiseVectors({ stage1, stage2 }: Generators, noise: StageNoise): NoiseVectors {
  return {
    stage1Epsilon: epsilonOf('stage1', inputSize(stage1, 1), noise),
    latent: { size: inputSize(stage1, 2), distribution: 'normal', stream: 'stage1 latent' },
    ...(stage2 && { stage2Epsilon: epsilonOf('stage2', inputSize(stage2, 2), noise) }),
  };
}

/** The result of `make` for each vector, in their order. */
export function mapNoise<V, T>(
  vectors: CascadeNoise<V>,
  make: (vector: V, name: keyof CascadeNoise<V>) => T,
): CascadeNoise<T> {
  const { stage1Epsilon, latent, stage2Epsilon } = vectors;
  return {
    stage1Epsilon: make(stage1Epsilon, 'stage1Epsilon'),
    latent: make(latent, 'latent'),
    ...(stage2Epsilon !== undefined && { stage2Epsilon: make(stage2Epsilon, 'stage2Epsilon') }),
  };
}

/** Length of the vectors of an input. */
export function inputSize(model: LayersModel, index: number): number {
  return model.inputs[index]?.shape.at(-1) ?? 0;
}

const epsilonOf = (stage: 'stage1' | 'stage2', size: number, noise: StageNoise): NoiseVector => ({
  size,
  distribution: noise[stage],
  stream: `${stage} epsilon`,
});
