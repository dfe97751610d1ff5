import { openDataset, type PreparedDataset } from '@stackgan/data';
import { SeededRandom } from '@stackgan/random';
import { registerStackGANLayers } from '@stackgan/stage2';
import * as tf from '@tensorflow/tfjs-core';
import { flattenOptions } from '../options/compare-options.js';
import type { TrainOptions } from '../options/train-options.js';
import type { Preset } from '../presets/preset.js';
import type { Context } from '../shared/context.js';
import { requireTraining } from '../shared/require-training.js';
import { baseOf } from '../training/create-run.js';
import { createStage, networkSizes } from '../training/create-stage.js';
import { describePairs } from '../training/describe-pairs.js';
import { disposeStage } from '../training/dispose-stage.js';
import type { Pretrained } from '../training/pretrained.js';
import { requireBoxes } from '../training/require-boxes.js';
import type { Stage } from '../training/stage.js';
import { drawnAttributes, stageData } from '../training/stage-data.js';
import { requireFit } from '../training/start-pretrained.js';
import { timeSteps } from '../training/time-steps.js';
import { totalSteps } from '../training/total-steps.js';
import { trainLoader } from '../training/train-loader.js';
import { untrainedLossNetworks } from '../training/untrained-loss-networks.js';
import { describeCost, type MeasuredSteps } from './training-cost.js';

/** What `--dry-run` prints besides the options. */
interface Origin {
  readonly preset: Preset;
  readonly profile?: string | undefined;
  readonly pretrained?: Pretrained | undefined;
}

/**
 * `train --dry-run`: prints preset, profile (if any), all options, the networks and the number of
 * steps; then what training costs, by a few steps that are thrown away.
 */
export async function dryRun(
  options: TrainOptions,
  origin: Origin,
  context: Context,
): Promise<void> {
  const { pretrained } = origin;
  const dataset = await openDataset(options.data);
  try {
    requireTraining(dataset);
    requireBoxes(dataset, options);
    const { encoder } = dataset.info;
    registerStackGANLayers();
    if (pretrained) requireFit(pretrained, options, encoder);
    const base = await baseOf(options, encoder, pretrained);
    const drawn = drawnAttributes(options, dataset, { pretrained, base });
    const lossNetworks = untrainedLossNetworks(options, dataset);
    const stage = createStage(options, stageData(dataset, drawn), base, lossNetworks);
    context.console.line(describe(options, origin, dataset, stage));
    context.console.line(await costOf(options, dataset, stage, context));
    const { networks, optimizers } = stage;
    disposeStage({ networks, optimizers, lossNetworks });
    if (base !== pretrained?.base) base?.generator.dispose();
  } finally {
    await dataset.close();
  }
}

function describe(
  options: TrainOptions,
  { preset, profile, pretrained }: Origin,
  dataset: PreparedDataset,
  stage: Stage,
): string {
  const { encoder, counts, name } = dataset.info;
  const pairs = describePairs(dataset, options);
  const width = Math.max(...flattenOptions(options).map(([path]) => path.length));
  return [
    `preset ${preset.name}, stage ${options.stage}: ${preset.description}`,
    `cost   ${preset.cost}`,
    ...(profile === undefined ? [] : [`profile ${profile}, over the preset`]),
    ...(pretrained === undefined ? [] : [`from   ${pretrained.source}`]),
    ...flattenOptions(options).map(
      ([path, value]) => `  ${path.padEnd(width)}  ${JSON.stringify(value)}`,
    ),
    networkSizes(stage),
    `data ${name}: ${counts.train} training images, ${counts.test} held out; ${encoder.dimension}-d text of ${encoder.name}`,
    ...(pairs === undefined ? [] : [pairs]),
    `${totalSteps(options, counts.train)} steps of ${options.batch.size} images`,
  ].join('\n');
}

/** Trains a few steps on batches of the data set, and describes their speed. */
async function costOf(
  options: TrainOptions,
  dataset: PreparedDataset,
  stage: Stage,
  { console, signal }: Context,
): Promise<string> {
  const seeds = new SeededRandom(options.seed);
  const random = seeds.fork('draws');
  const loader = trainLoader(stage, options, { dataset, random: seeds.fork('data') });
  const images = dataset.info.counts.train;
  const total = totalSteps(options, images);
  const alone = Math.min(options.schedule.adversarialFrom, total);
  const { decay } = options.movingAverage;
  let done = 0;
  const time = (isAdversarial: boolean) =>
    timeSteps(async () => {
      console.progress(`timing steps: ${done++} done`, { isTick: false });
      const losses = stage.step(await loader.next(), random, { decay, isAdversarial });
      // A GPU computes on after the call: the step is done when its losses are read.
      await Promise.all(Object.values(losses).map((loss) => loss.data()));
      tf.dispose(Object.values(losses));
    }, signal);
  const kinds = [
    { isAdversarial: false, count: alone },
    { isAdversarial: true, count: total - alone },
  ];
  try {
    const steps: MeasuredSteps[] = [];
    for (const kind of kinds.filter(({ count }) => count > 0)) {
      steps.push({ ...kind, ...(await time(kind.isAdversarial)) });
    }
    return describeCost({
      ...{ steps, images },
      backend: tf.getBackend(),
      batchSize: options.batch.size,
      // maxRSS is in kilobytes.
      peakMB: Math.round(process.resourceUsage().maxRSS / 1024),
    });
  } finally {
    console.end();
    await loader.close();
  }
}
