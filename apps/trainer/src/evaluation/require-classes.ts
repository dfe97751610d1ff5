import type { PreparedDataset } from '@stackgan/data';
import { UsageError } from '../errors.js';

/** Throws UsageError unless there are two classes, and pictures that share one: nothing is to be learned of them otherwise. */
export function requireClasses({ info, examples }: PreparedDataset): void {
  const { size } = new Set(examples.map((example) => example.class));
  if (size > 1 && size < examples.length) return;
  throw new UsageError(
    `${info.name} has no classes, so there is no classifier and no Inception Score; prepare it with classes, or leave is out of --metrics`,
  );
}
