import type { PreparedDataset } from '@stackgan/data';
import { UsageError } from '../shared/errors.js';
import { requireTraining } from '../shared/require-training.js';

/** Throws UsageError unless there are two classes, images that share one, and some to learn from: nothing is to be learned of them otherwise. */
export function requireClasses(dataset: PreparedDataset): void {
  requireTraining(dataset);
  const { info, examples } = dataset;
  const { size } = new Set(examples.map((example) => example.class));
  if (size > 1 && size < examples.length) return;
  throw new UsageError(
    `${info.name} has no classes, so there is no classifier and no Inception Score; prepare it with classes, or leave is out of --metrics`,
  );
}
