import { openDataset, readDatasetInfo } from '@stackgan/data';
import { missingOfAttributes } from '../evaluation/attributes/require-attributes.js';
import { applyOverrides, type OptionOverrides } from '../options/apply-overrides.js';
import { checkOptions } from '../options/check-options.js';
import type { TrainOptions } from '../options/train-options.js';
import type { Preset } from '../presets/preset.js';

/**
 * `options` of `preset` with what their data set says about training: how many captions are averaged
 * per image, and whether it knows what images show. What is in `chosen`, by flag or profile, stays,
 * and so does all of it if the data set says nothing.
 */
export async function followDataset(
  options: TrainOptions,
  { withoutAttributes }: Pick<Preset, 'withoutAttributes'>,
  chosen: OptionOverrides,
): Promise<TrainOptions> {
  const { captionsPerDraw } = (await readDatasetInfo(options.data)).options;
  const said = {
    ...(captionsPerDraw !== undefined && { 'batch.captions': captionsPerDraw }),
    ...(withoutAttributes && !(await knowsAttributes(options.data)) && withoutAttributes),
  };
  const followed = Object.entries(said).filter(([path]) => !(path in chosen));
  return checkOptions(applyOverrides(options, Object.fromEntries(followed)), 'data set');
}

/** Whether a data set knows what its images show and its captions state. */
async function knowsAttributes(data: string): Promise<boolean> {
  const dataset = await openDataset(data);
  await dataset.close();
  return missingOfAttributes(dataset) === undefined;
}
