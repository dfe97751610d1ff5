import { openDataset } from '@stackgan/data';
import { registerStackGANLayers } from '@stackgan/stage2';
import { flattenOptions } from '../options/compare-options.js';
import type { TrainOptions } from '../options/train-options.js';
import type { Preset } from '../presets/preset.js';
import { requireTraining } from '../shared/require-training.js';
import { loadBase } from '../training/create-run.js';
import { createStage, networkSizes } from '../training/create-stage.js';
import { describePairs } from '../training/describe-pairs.js';
import { stageData } from '../training/stage-data.js';
import { totalSteps } from '../training/total-steps.js';

/**
 * The output of `--dry-run`: preset, profile (if any), all options, the networks and the number of
 * steps.
 */
export async function describeDryRun(
  options: TrainOptions,
  preset: Preset,
  profile?: string,
): Promise<string> {
  const dataset = await openDataset(options.data);
  await dataset.close();
  requireTraining(dataset);
  const data = stageData(dataset);
  const { encoder, counts, name } = dataset.info;
  registerStackGANLayers();
  const base = options.stage === 2 ? await loadBase(options.stage1, encoder) : undefined;
  const stage = createStage(options, data, base);
  const pairs = describePairs(dataset, options);
  const width = Math.max(...flattenOptions(options).map(([path]) => path.length));
  return [
    `preset ${preset.name}, stage ${options.stage}: ${preset.description}`,
    `cost   ${preset.cost}`,
    ...(profile === undefined ? [] : [`profile ${profile}, over the preset`]),
    ...flattenOptions(options).map(
      ([path, value]) => `  ${path.padEnd(width)}  ${JSON.stringify(value)}`,
    ),
    networkSizes(stage),
    `data ${name}: ${counts.train} training images, ${counts.test} held out; ${encoder.dimension}-d text of ${encoder.name}`,
    ...(pairs === undefined ? [] : [pairs]),
    `${totalSteps(options, counts.train)} steps of ${options.batch.size} images`,
  ].join('\n');
}
