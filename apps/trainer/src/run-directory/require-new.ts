import { stat } from 'node:fs/promises';
import { RunDirectoryError } from '../shared/errors.js';

/** Throws unless nothing is at `path` yet, so that nothing there is lost. */
export async function requireNew(path: string): Promise<void> {
  const entry = await stat(path).catch(() => undefined);
  if (entry) throw new RunDirectoryError(`${path} is there already; give another --out`, path);
}
