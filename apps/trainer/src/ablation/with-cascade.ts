import type { Cascade } from '@stackgan/stage2';
import type { EncoderIdentity } from '../run-directory/run-options.js';
import { openCascade } from '../sampling/open-cascade.js';

/** Calls `use` with the generators of the newest snapshot of `run`, and frees them. */
export async function withCascade<T>(
  run: string,
  encoder: EncoderIdentity,
  use: (cascade: Cascade, snapshot: string) => Promise<T>,
): Promise<T> {
  const { path, cascade, dispose } = await openCascade(run, encoder);
  try {
    return await use(cascade, path);
  } finally {
    dispose();
  }
}
