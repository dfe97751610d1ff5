import { exists } from '../files/exists.js';
import { RunDirectoryError } from '../shared/errors.js';

/** Throws unless nothing is at `path` yet, so that nothing there is lost. */
export async function requireNew(path: string): Promise<void> {
  if (await exists(path))
    throw new RunDirectoryError(`${path} is there already; give another --out`, path);
}
