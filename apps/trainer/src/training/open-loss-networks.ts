import type { PreparedDataset } from '@stackgan/data';
import type { Progress } from '../shared/progress-reporter.js';
import type { RunOptions } from '../run-directory/run-options.js';
import { openAttributes } from './open-attributes.js';
import { openMatching } from './open-matching.js';
import type { LossNetworks } from './stage.js';

/**
 * The loss networks of a run: trained before the stage, stored in the run, and read again after a
 * stop.
 */
export async function openLossNetworks(
  run: string,
  settings: RunOptions,
  dataset: PreparedDataset,
  progress: Progress,
): Promise<LossNetworks> {
  const matching = await openMatching(run, settings, dataset, progress);
  const attributes = await openAttributes(run, settings.options, dataset, progress);
  return { ...(matching && { matching }), ...(attributes && { attributes }) };
}
