import { type Cascade, registerStackGANLayers } from '@stackgan/stage2';
import type { EncoderIdentity } from '@stackgan/text';
import { noiseOfRun } from '../run-directory/noise-of-run.js';
import { findSnapshot } from '../run-directory/run-directory.js';
import { loadSnapshot } from '../run-directory/snapshot.js';
import { requireSameEncoder } from '../run-directory/require-same-encoder.js';
import { tracedCascade } from './traced-cascade.js';

/** The loaded generators of a run. */
export interface OpenedCascade {
  /** The snapshot that holds them. */
  readonly path: string;
  readonly cascade: Cascade;
  dispose(): void;
}

/**
 * Opens the newest snapshot of `run`, or the snapshot `run` itself, for embeddings of `encoder`.
 */
export async function openCascade(
  run: string,
  encoder: Required<EncoderIdentity>,
): Promise<OpenedCascade> {
  registerStackGANLayers();
  const { path, settings, generators } = await loadSnapshot(await findSnapshot(run));
  const dispose = () => {
    generators.stage1.dispose();
    generators.stage2?.dispose();
  };
  try {
    requireSameEncoder(path, settings.encoder, encoder);
  } catch (error) {
    dispose();
    throw error;
  }
  const cascade = tracedCascade({ ...generators, conditionNoise: noiseOfRun(settings) });
  return { path, cascade, dispose };
}
