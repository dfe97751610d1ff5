import type { Cascade } from '@stackgan/stage2';
import type { EncoderIdentity } from '@stackgan/text';
import { openCascade } from '../sampling/open-cascade.js';

/** Calls `use` with the generators of the newest snapshot of `run`, and frees them. */
export async function withCascade<T>(
  run: string,
  encoder: Required<EncoderIdentity>,
  use: (cascade: Cascade, snapshot: string) => Promise<T>,
): Promise<T> {
  const { path, cascade, dispose } = await openCascade(run, encoder);
  try {
    return await use(cascade, path);
  } finally {
    dispose();
  }
}
