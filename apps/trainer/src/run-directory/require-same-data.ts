import type { PreparedDataset } from '@stackgan/data';
import { RunDirectoryError } from '../shared/errors.js';
import type { RunOptions } from './run-options.js';

/**
 * Throws RunDirectoryError if `dataset`, whose hash is `found`, is not the one that the run began with:
 * its place in the data would be that of other images.
 */
export function requireSameData(
  run: string,
  found: string,
  { dataset: { sha256 } }: RunOptions,
  { directory, info }: PreparedDataset,
): void {
  if (sha256 === undefined || sha256 === found) return;
  const { train, test, captions } = info.counts;
  throw new RunDirectoryError(
    `${directory} (${train} training images, ${test} held out, ${captions} captions) is not the data set ` +
      `that ${run} began with (its hash is ${found.slice(0, 8)}, that was ${sha256.slice(0, 8)}); ` +
      `prepare it again as it was, or start a new run on it with --from ${run} --data ${directory}`,
    run,
  );
}
