import type { EncoderIdentity } from '@stackgan/text';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { noiseOfStages, type StageNoise } from '../drawing/condition-noise.js';
import type { Generators } from '../drawing/generators.js';
import { registerStackGANLayers } from '../networks/register-stackgan-layers.js';
import { buildGenerator } from './build-generator.js';
import { openModel } from './open-model.js';
import type { StackGANSource } from './stackgan-source.js';
import { useBackend } from './use-backend.js';

/** The generators of a model, and what its files say about them. */
export interface LoadedGenerators extends Generators {
  /** The folder or address that they come from. */
  readonly name: string;
  /** The caption encoder that they were trained with; undefined if the files do not say. */
  readonly encoder: EncoderIdentity | undefined;
  /** The distribution of ε of each stage. */
  readonly conditionNoise: StageNoise;
}

/**
 * Loads the generators of a trained StackGAN without its caption encoder, onto the backend in use:
 * for programs that train them further, or embed captions elsewhere. Dispose of each when done.
 * Throws ModelSourceError, BackendMissingError.
 */
export async function loadGenerators(source: StackGANSource): Promise<LoadedGenerators> {
  const model = await openModel(source, {});
  const { name, encoder, conditionNoise } = model;
  const files = await model.read({ signal: undefined, onFraction: () => undefined });
  await useBackend(undefined, name);
  registerStackGANLayers();
  const stage1 = await buildGenerator(1, files);
  let stage2: LayersModel | undefined;
  try {
    stage2 = files.stage2 && (await buildGenerator(2, files));
  } catch (error) {
    stage1.dispose();
    throw error;
  }
  return { name, stage1, stage2, encoder, conditionNoise: noiseOfStages(conditionNoise) };
}
