import { UsageError } from '../shared/errors.js';
import { findSnapshot } from '../run-directory/run-directory.js';
import { readRunOptions, UNKNOWN } from '../run-directory/run-options.js';

/**
 * The data set that `run` (or the snapshot `run`) was trained on. Throws UsageError if it is
 * unknown.
 */
export async function runData(run: string): Promise<string> {
  const { data } = (await readRunOptions(await findSnapshot(run))).options;
  if (data !== UNKNOWN) return data;
  throw new UsageError(`the data set of ${run} is unknown; give a prepared data set with --data`);
}
