import type { EncoderIdentity } from '../run-directory/run-options.js';
import type { Drawer } from '../sampling/drawer.js';
import { openDrawer } from '../sampling/open-drawer.js';

/** Calls `use` with the generators of the newest snapshot of `run`, and frees them. */
export async function withDrawer<T>(
  run: string,
  encoder: EncoderIdentity,
  use: (drawer: Drawer, snapshot: string) => Promise<T>,
): Promise<T> {
  const { path, drawer, dispose } = await openDrawer(run, encoder);
  try {
    return await use(drawer, path);
  } finally {
    dispose();
  }
}
