import { exists } from '../files/exists.js';
import { RunDirectoryError } from '../shared/errors.js';

/** Throws RunDirectoryError if there is something at `path`, so that nothing is overwritten. */
export async function requireNew(path: string): Promise<void> {
  if (await exists(path))
    throw new RunDirectoryError(`${path} is there already; give another --out`, path);
}
