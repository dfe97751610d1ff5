import { registerStackGANLayers, StackGAN } from '@stackgan/stage2';
import type { LoadedCaptionEncoder } from '@stackgan/text';
import { noiseOfRun } from '../run-directory/noise-of-run.js';
import { requireSameEncoder } from '../run-directory/require-same-encoder.js';
import { findSnapshot } from '../run-directory/run-directory.js';
import { loadSnapshot } from '../run-directory/snapshot.js';
import { rememberEmbeddings } from './remember-embeddings.js';

/** A trained run that draws captions; `stackgan.dispose()` frees its networks, not the encoder. */
export interface OpenedStackGAN {
  /** The snapshot that holds the networks. */
  readonly path: string;
  readonly stackgan: StackGAN;
}

/**
 * Opens the newest snapshot of `run`, or the snapshot `run` itself, for embeddings of `encoder`.
 */
export async function openStackGAN(
  run: string,
  encoder: LoadedCaptionEncoder,
): Promise<OpenedStackGAN> {
  registerStackGANLayers();
  const { path, settings, generators } = await loadSnapshot(await findSnapshot(run));
  const { stage1, stage2 } = generators;
  const owned = stage2 ? [stage1, stage2] : [stage1];
  try {
    requireSameEncoder(path, settings.encoder, encoder);
    const stackgan = new StackGAN({
      ...{ stage1, stage2, owned },
      encoder: rememberEmbeddings(encoder),
      conditionNoise: noiseOfRun(settings),
    });
    return { path, stackgan };
  } catch (error) {
    for (const network of owned) network.dispose();
    throw error;
  }
}
