import { readDatasetInfo } from '@stackgan/data';
import type { OptionOverrides } from '../options/apply-overrides.js';
import type { TrainOptions } from '../options/train-options.js';

/**
 * `options` with what their data set says about training: how many captions are averaged per image.
 * What is in `chosen`, by flag or profile, stays, and so does all of it if the data set does not
 * say it.
 */
export async function followDataset(
  options: TrainOptions,
  chosen: OptionOverrides,
): Promise<TrainOptions> {
  const { captionsPerDraw } = (await readDatasetInfo(options.data)).options;
  if (captionsPerDraw === undefined || 'batch.captions' in chosen) return options;
  return { ...options, batch: { ...options.batch, captions: captionsPerDraw } };
}
