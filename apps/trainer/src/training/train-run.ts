import { join } from 'node:path';
import { openDataset } from '@stackgan/data';
import { registerStackGANLayers } from '@stackgan/stage2';
import sharp from 'sharp';
import type { Context } from '../shared/context.js';
import { loadModel } from '../run-directory/model-files.js';
import { noiseOfRun } from '../run-directory/noise-of-run.js';
import { BASE_FOLDER, listNumbered } from '../run-directory/run-directory.js';
import { appendLog } from '../run-directory/run-log.js';
import { readRunOptions, type RunOptions } from '../run-directory/run-options.js';
import { beginEvents } from '../run-directory/tensorboard-log.js';
import { loadTrainingState } from '../run-directory/training-state.js';
import { createStage, networkSizes } from './create-stage.js';
import { describePairs } from './describe-pairs.js';
import { disposeStage } from './dispose-stage.js';
import { learnBoxes } from './learn-boxes.js';
import { learnPrior } from './learn-prior.js';
import { openLossNetworks } from './open-loss-networks.js';
import { requireSameEncoder } from '../run-directory/require-same-encoder.js';
import { readsBoxes, requireBoxes } from './require-boxes.js';
import { setTextCodes } from './set-text-codes.js';
import { stageData } from './stage-data.js';
import { loadInitial } from './start-pretrained.js';
import { trainingLoop } from './training-loop.js';

/** How training ended. */
export interface TrainingResult {
  readonly step: number;
  /** False if Ctrl-C stopped it before its last step. */
  readonly isFinished: boolean;
}

/**
 * Trains the run directory `run` from its newest state, or from the start if it has none. With
 * `tensorboard`, or if it has written TensorBoard events before, it writes them.
 */
export async function trainRun(
  run: string,
  context: Context,
  { tensorboard = false }: { tensorboard?: boolean } = {},
): Promise<TrainingResult> {
  // No image is decoded twice in an epoch: without a cache memory is steady, and 40 MB less.
  sharp.cache(false);
  // Images are decoded in parallel already; more threads per image spread memory over more malloc
  // arenas.
  sharp.concurrency(1);
  const settings = await readRunOptions(run);
  const { options, encoder, totalSteps } = settings;
  const resumeFrom = await loadTrainingState(run);
  registerStackGANLayers();
  const dataset = await openDataset(options.data);
  try {
    requireSameEncoder(run, encoder, dataset.info.encoder);
    requireBoxes(dataset, options);
    const generator = options.stage === 2 ? await loadModel(join(run, BASE_FOLDER)) : undefined;
    const base = generator && { generator, noise: noiseOfRun(settings).stage1 };
    const lossNetworks = await openLossNetworks(run, settings, dataset, context);
    const data = stageData(dataset, settings.attributes);
    const stage = createStage(options, data, base, lossNetworks);
    if (resumeFrom === undefined) {
      if (settings.from !== undefined) await loadInitial(run, stage.networks);
      else {
        const matching = options.network.textCode ? lossNetworks.matching!.network : undefined;
        if (matching) setTextCodes(stage.networks, matching);
        if (data.shown) {
          const { shown: values } = data;
          await learnPrior(stage, { dataset, values, matching }, options, context);
        }
      }
      if (readsBoxes(options)) learnBoxes(stage, dataset, options.seed);
    }
    const pairs = describePairs(dataset, options);
    const from = resumeFrom === undefined ? 'start' : `go on at step ${resumeFrom.position.step}`;
    context.console.line(`${run}: ${from}; ${networkSizes(stage)}`);
    for (const line of [pairs, resumeFrom ? undefined : describeFrom(settings)]) {
      if (line === undefined) continue;
      context.console.line(line);
      await appendLog(run, line);
    }
    await appendLog(run, `${new Date().toISOString()}  ${from}; ${networkSizes(stage)}`);
    await beginEvents(run, { step: resumeFrom?.position.step, isAsked: tensorboard });
    try {
      const step = await trainingLoop({ run, settings, dataset, stage, resumeFrom, ...context });
      return { step, isFinished: step >= totalSteps };
    } finally {
      disposeStage(stage);
    }
  } finally {
    await dataset.close();
  }
}

/** Where the first weights of the run come from; undefined if it begins untrained. */
function describeFrom({ from }: RunOptions): string | undefined {
  if (from === undefined) return undefined;
  const parts = from.hasDiscriminator
    ? 'generator, moving average and discriminator'
    : 'generator and moving average (it has no discriminator; that of this run begins untrained)';
  return `starts with the weights of ${from.source}: ${parts}`;
}

/** Whether `run` has the snapshot of its last step. */
export async function isFinished(run: string): Promise<boolean> {
  const { totalSteps } = await readRunOptions(run);
  const newest = (await listNumbered(run, 'snapshot')).at(-1);
  return newest !== undefined && newest.step >= totalSteps;
}
