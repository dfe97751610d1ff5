import { join } from 'node:path';
import { openDataset } from '@stackgan/data';
import { registerStackGANLayers } from '@stackgan/stage2';
import sharp from 'sharp';
import { lockFolder } from '../files/lock-folder.js';
import { compareOptions } from '../options/compare-options.js';
import type { TrainOptions } from '../options/train-options.js';
import { loadModel } from '../run-directory/model-files.js';
import { noiseOfRun } from '../run-directory/noise-of-run.js';
import { requireSameData } from '../run-directory/require-same-data.js';
import { requireSameEncoder } from '../run-directory/require-same-encoder.js';
import { rewindRun } from '../run-directory/rewind-run.js';
import { BASE_FOLDER, listNumbered } from '../run-directory/run-directory.js';
import { appendLog } from '../run-directory/run-log.js';
import { readRunOptions, type RunOptions } from '../run-directory/run-options.js';
import { beginEvents } from '../run-directory/tensorboard-log.js';
import { loadTrainingState, type TrainingState } from '../run-directory/training-state.js';
import type { Context } from '../shared/context.js';
import { datasetHash } from '../shared/dataset-hash.js';
import { DivergenceError, RunDirectoryError } from '../shared/errors.js';
import { createStage, networkSizes } from './create-stage.js';
import { describePairs } from './describe-pairs.js';
import { disposeStage } from './dispose-stage.js';
import { learnBoxes } from './learn-boxes.js';
import { learnPrior } from './learn-prior.js';
import { openLossNetworks } from './open-loss-networks.js';
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

/** Most times that `onNaN: rollback` goes back to the last good state. */
const MOST_ROLLBACKS = 3;

/**
 * Trains the run directory `run` from its newest state, or from the start if it has none. With
 * `tensorboard`, or if it has written TensorBoard events before, it writes them. Throws
 * FolderLockedError while another process trains it.
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
  const log = async (line: string) => {
    context.console.line(line);
    await appendLog(run, line);
  };
  const unlock = await lockFolder(run);
  try {
    for (let rollbacks = 0; ; rollbacks++) {
      const lines: string[] = [];
      const resumeFrom = await loadTrainingState(run, (line) => lines.push(line));
      for (const line of lines) await log(line);
      if (resumeFrom === undefined) await requireNoSnapshot(run);
      rollbacks = Math.max(rollbacks, resumeFrom?.position.rollbacks ?? 0);
      try {
        const step = await trainFrom(resumeFrom, {
          ...{ run, settings, rollbacks, tensorboard, log, context },
        });
        return { step, isFinished: await isFinished(run) };
      } catch (error) {
        if (!(error instanceof DivergenceError)) throw error;
        if (settings.options.onNaN !== 'rollback' || rollbacks === MOST_ROLLBACKS) {
          await appendLog(run, error.message);
          throw error;
        }
        const { step, quantity, value } = error;
        const to = error.lastState ?? 'the start';
        const halvings = rollbacks + 1;
        await log(
          `step ${step}: ${quantity} is ${value}; going back to ${to} with ` +
            `1/${2 ** halvings} of the learning rate (${halvings} of ${MOST_ROLLBACKS} times)`,
        );
      }
    }
  } finally {
    await unlock();
  }
}

/** Trains from a state, or from the start; returns the number of steps done. */
async function trainFrom(
  resumeFrom: TrainingState | undefined,
  {
    run,
    settings,
    rollbacks,
    tensorboard,
    log,
    context,
  }: {
    run: string;
    settings: RunOptions;
    rollbacks: number;
    tensorboard: boolean;
    log: (line: string) => Promise<void>;
    context: Context;
  },
): Promise<number> {
  const { options, encoder } = settings;
  registerStackGANLayers();
  const dataset = await openDataset(options.data);
  try {
    requireSameEncoder(run, encoder, dataset.info.encoder);
    const hash = await datasetHash(dataset);
    requireSameData(run, hash, settings, dataset);
    requireBoxes(dataset, options);
    const step = resumeFrom?.position.step;
    await rewindRun(run, step ?? -1);
    await beginEvents(run, { step, isAsked: tensorboard });
    const generator = options.stage === 2 ? await loadModel(join(run, BASE_FOLDER)) : undefined;
    const base = generator && { generator, noise: noiseOfRun(settings).stage1 };
    const lossNetworks = await openLossNetworks(run, settings, dataset, context);
    const data = stageData(dataset, settings.attributes);
    const stage = createStage(options, data, base, lossNetworks);
    try {
      if (resumeFrom === undefined) {
        if (settings.from !== undefined) await loadInitial(run, stage.networks);
        else {
          const matching = options.network.textCode ? lossNetworks.matching!.network : undefined;
          if (matching) setTextCodes(stage.networks, matching);
          if (options.stage === 1 && data.shown) {
            const { shown: values } = data;
            await learnPrior(stage, { dataset, values, matching }, options, context);
          }
        }
        if (readsBoxes(options)) learnBoxes(stage, dataset, options.seed);
      }
      const from = resumeFrom === undefined ? 'start' : `go on at step ${resumeFrom.position.step}`;
      const lines = [
        describePairs(dataset, options),
        ...(resumeFrom
          ? changedOptions(resumeFrom.position.options, options)
          : describeFrom(settings)),
      ].filter((line) => line !== undefined);
      context.console.line(`${run}: ${from}; ${networkSizes(stage)}`);
      for (const line of lines) await log(line);
      await appendLog(run, `${new Date().toISOString()}  ${from}; ${networkSizes(stage)}`);
      return await trainingLoop({
        ...{ run, settings, dataset, datasetHash: hash, stage, resumeFrom, rollbacks },
        ...context,
      });
    } finally {
      disposeStage(stage);
    }
  } finally {
    await dataset.close();
  }
}

/** Training from the start would remove the snapshots of a run whose states are gone. */
async function requireNoSnapshot(run: string): Promise<void> {
  const newest = (await listNumbered(run, 'snapshot')).at(-1);
  if (newest === undefined) return;
  throw new RunDirectoryError(
    `${run} has no state to resume from, but snapshots up to step ${newest.step}; ` +
      `begin a new run with --from ${newest.path}`,
    run,
  );
}

/** What differs between the options of a state and those of the run now. */
function changedOptions(before: TrainOptions, now: TrainOptions): string[] {
  const differences = compareOptions(before, now);
  if (differences.length === 0) return [];
  return [`options.json has changed since the state was saved (${differences.join('; ')})`];
}

/** Where the first weights of the run come from; undefined if it begins untrained. */
function describeFrom({ from }: RunOptions): string[] {
  if (from === undefined) return [];
  const parts = from.hasDiscriminator
    ? 'generator, moving average and discriminator'
    : 'generator and moving average (it has no discriminator; that of this run begins untrained)';
  return [`starts with the weights of ${from.source}: ${parts}`];
}

/** Whether `run` has the snapshot of its last step, which is made after everything else. */
export async function isFinished(run: string): Promise<boolean> {
  const { totalSteps } = await readRunOptions(run);
  const newest = (await listNumbered(run, 'snapshot')).at(-1);
  return newest !== undefined && newest.step >= totalSteps;
}
