import type { EncoderIdentity } from '../run-directory/run-options.js';
import { noiseOfRun } from '../run-directory/noise-of-run.js';
import { findSnapshot } from '../run-directory/run-directory.js';
import { loadSnapshot } from '../run-directory/snapshot.js';
import { registerAllLayers } from '../training/register-all-layers.js';
import { requireSameEncoder } from '../training/require-same-encoder.js';
import { type Drawer, stage1Drawer, stage2Drawer } from './drawer.js';

/** The generators of a run, opened. */
export interface OpenedDrawer {
  /** The snapshot that they came from. */
  readonly path: string;
  readonly drawer: Drawer;
  dispose(): void;
}

/** Opens the newest snapshot of `run`, or the snapshot `run` itself, for the text of `encoder`. */
export async function openDrawer(run: string, encoder: EncoderIdentity): Promise<OpenedDrawer> {
  registerAllLayers();
  const { path, settings, generator, base } = await loadSnapshot(await findSnapshot(run));
  const dispose = () => {
    generator.dispose();
    base?.dispose();
  };
  try {
    requireSameEncoder(path, settings.encoder, encoder);
  } catch (error) {
    dispose();
    throw error;
  }
  const noise = noiseOfRun(settings);
  const drawer = base
    ? stage2Drawer(generator, base, noise)
    : stage1Drawer(generator, noise.stage1);
  return { path, drawer, dispose };
}
