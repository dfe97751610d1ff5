import type { PreparedDataset } from '@stackgan/data';
import { UsageError } from '../shared/errors.js';
import { requireTraining } from '../shared/require-training.js';

/**
 * Throws UsageError for a data set that cannot train a classifier: no training images, fewer than
 * two classes, or no two images of one class.
 */
export function requireClasses(dataset: PreparedDataset): void {
  requireTraining(dataset);
  const { info, examples } = dataset;
  const { size } = new Set(examples.map((example) => example.class));
  if (size > 1 && size < examples.length) return;
  throw new UsageError(
    `${info.name} has no classes, so there is no classifier and no Inception Score; prepare it with classes, or leave is out of --metrics`,
  );
}
