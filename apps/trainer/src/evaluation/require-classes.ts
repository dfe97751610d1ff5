import type { PreparedDataset } from '@stackgan/data';
import { UsageError } from '../errors.js';

/** Throws UsageError for a data set of fewer than two classes: its Inception Score would always be 1. */
export function requireClasses({ info }: PreparedDataset): void {
  if (info.classNames.length > 1) return;
  throw new UsageError(
    `${info.name} has no classes, so there is no classifier and no Inception Score; prepare it with classes, or leave is out of --metrics`,
  );
}
