import { findSnapshot } from '../run-directory/run-directory.js';
import { loadSnapshot } from '../run-directory/snapshot.js';
import { type Drawer, stage1Drawer, stage2Drawer } from '../sampling/drawer.js';
import { registerAllLayers } from '../training/register-all-layers.js';

/** Calls `use` with the generators of the newest snapshot of `run`, and frees them. */
export async function withDrawer<T>(
  run: string,
  use: (drawer: Drawer, snapshot: string) => Promise<T>,
): Promise<T> {
  registerAllLayers();
  const { path, settings, generator, base } = await loadSnapshot(await findSnapshot(run));
  const { conditionNoise } = settings.options.network;
  try {
    const drawer: Drawer = base
      ? stage2Drawer(generator, base, conditionNoise)
      : stage1Drawer(generator, conditionNoise);
    return await use(drawer, path);
  } finally {
    generator.dispose();
    base?.dispose();
  }
}
