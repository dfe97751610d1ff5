import type { PreparedDataset } from '@stackgan/data';
import { UsageError } from './errors.js';

/** Throws UsageError for a data set whose images are all held out: there is nothing to train on. */
export function requireTraining({ directory, info }: PreparedDataset): void {
  const { train, test } = info.counts;
  if (train > 0) return;
  throw new UsageError(
    `${directory} has no image to learn from: all ${test} are held out; prepare it again with some to learn from`,
  );
}
