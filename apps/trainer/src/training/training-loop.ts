import { setImmediate } from 'node:timers/promises';
import type { PreparedDataset } from '@stackgan/data';
import { warmedUpDecay } from '@stackgan/layers';
import { SeededRandom } from '@stackgan/random';
import * as tf from '@tensorflow/tfjs-core';
import { rewindEvaluations } from '../run-directory/metrics-log.js';
import { openTrainingEvaluation } from './training-evaluation.js';
import { writeReport } from '../report/write-report.js';
import { appendLog, appendTick, rewindTicks } from '../run-directory/run-log.js';
import type { RunOptions } from '../run-directory/run-options.js';
import { saveSnapshot } from '../run-directory/snapshot.js';
import type { TrainingState } from '../run-directory/training-state.js';
import { scheduledLearningRate } from './learning-rate.js';
import { orDiverged } from './or-diverged.js';
import { readLosses } from './read-losses.js';
import { openPreview } from './preview.js';
import { type Console, progressText } from '../shared/progress-line.js';
import { restoreStage, saveStage } from './stage-state.js';
import type { Stage } from './stage.js';
import { trainLoader } from './train-loader.js';
import { TickStatistics } from '../shared/tick-statistics.js';

/**
 * Trains `stage` until `settings.totalSteps`, or until `signal` asks it to stop; either way
 * everything is saved in the run directory `run`. Returns the number of steps done.
 */
export async function trainingLoop({
  run,
  settings,
  dataset,
  stage,
  resumeFrom,
  signal,
  console,
}: {
  run: string;
  settings: RunOptions;
  dataset: PreparedDataset;
  stage: Stage;
  /** The state to resume from. */
  resumeFrom?: TrainingState | undefined;
  signal: AbortSignal;
  console: Console;
}): Promise<number> {
  const { options, totalSteps } = settings;
  const { ticks, batch } = options;
  const { optimizers } = stage;

  // Seed every source of randomness, or restore those of the saved state.
  const seeds = new SeededRandom(options.seed);
  const random = resumeFrom
    ? SeededRandom.fromState(resumeFrom.position.random)
    : seeds.fork('draws');
  const loader = trainLoader(stage, options, {
    dataset,
    random: seeds.fork('data'),
    state: resumeFrom?.position.data,
  });

  // Restore the networks and optimisers.
  let step = resumeFrom?.position.step ?? 0;
  let seconds = resumeFrom?.position.seconds ?? 0;
  if (resumeFrom !== undefined) {
    restoreStage(stage, resumeFrom);
    await rewindTicks(run, step);
    await rewindEvaluations(run, step);
  }

  // Fix captions and noise of the grids; show the real images and the untrained network.
  const preview = await openPreview({ dataset, stage, options, random: seeds.fork('preview') });
  if (resumeFrom === undefined) await preview.saveReals(run);
  if (resumeFrom === undefined) await preview.saveFakes(run, step);

  const evaluation = await openTrainingEvaluation({ options, dataset, stage, console, signal });
  const statistics = new TickStatistics();
  let lastState = resumeFrom?.path;
  let tickStart = { step, seconds };
  let isSaved = true;
  const log = async (line: string) => {
    console.line(line);
    await appendLog(run, line);
  };
  const unread: { step: number; losses: ReturnType<Stage['step']> }[] = [];
  const readUnread = async () => {
    for (let next = unread.shift(); next !== undefined; next = unread.shift()) {
      statistics.add(await readLosses(next.losses, { step: next.step, lastState }));
    }
  };
  const saveState = async () => {
    const position = { step, seconds, random: random.getState(), data: loader.getState() };
    lastState = await saveStage(run, stage, position, lastState);
    isSaved = true;
  };

  try {
    while (step < totalSteps && !signal.aborted) {
      const begin = performance.now();

      // Fetch a batch and set the learning rate.
      const images = await loader.next();
      const epoch = Math.floor((step * batch.size) / dataset.info.counts.train);
      const base = options.optimizer.learningRate;
      const learningRate = scheduledLearningRate({ base, step, epoch, schedule: options.schedule });
      optimizers.generator.learningRate = learningRate;
      optimizers.discriminator.learningRate = learningRate;

      // Update both networks and the moving average.
      const decay = warmedUpDecay(step, options.movingAverage.decay);
      unread.push({ step: step + 1, losses: stage.step(images, random, decay) });
      step += 1;
      isSaved = false;

      // Read losses only when they are shown or a state is saved, so that a GPU need not wait.
      const isLast = step === totalSteps || signal.aborted;
      const isTick = step % ticks.statistics === 0 || isLast;
      const isShown = isTick || console.output.isTTY === true;
      const isMilestone = step % ticks.states === 0 || step % ticks.snapshots === 0;
      if (isShown || isMilestone) await readUnread();
      seconds += (performance.now() - begin) / 1000;

      // Once per tick: write statistics and the progress line.
      if (isShown) {
        const tick = {
          step,
          kimg: (step * batch.size) / 1000,
          epoch,
          seconds,
          imagesPerSecond: ((step - tickStart.step) * batch.size) / (seconds - tickStart.seconds),
          learningRate,
          losses: isTick ? statistics.takeMeans() : statistics.means(),
          tensors: tf.memory().numTensors,
          memoryMB: Math.round(process.memoryUsage.rss() / 2 ** 20),
        };
        const text = progressText(tick, totalSteps);
        console.progress(text, { isTick });
        if (isTick) {
          await appendTick(run, tick);
          await appendLog(run, text);
          tickStart = { step, seconds };
        }
      }

      // At their ticks: grids and the report, the state to resume from, a snapshot.
      if (step % ticks.grids === 0 || step === totalSteps) {
        await orDiverged(preview.saveFakes(run, step), { step, lastState });
        await writeReport(run);
      }
      if (step % ticks.states === 0) await saveState();
      if (step % ticks.snapshots === 0 || step === totalSteps) {
        if (!isSaved) await saveState();
        await saveSnapshot(run, step, settings, stage, await preview.samples(step));
      }
      if (evaluation && (step % ticks.metrics === 0 || step === totalSteps)) {
        // Evaluation takes minutes: save before it.
        if (!isSaved) await saveState();
        await evaluation.add(run, step);
        await writeReport(run);
      }

      // Let timers, prefetching and Ctrl-C have their turn.
      await setImmediate();
    }

    // Save what an interrupt would lose.
    console.end();
    if (!isSaved) {
      await saveState();
      await writeReport(run);
    }
    if (loader.undecodable().length > 0) {
      await log(`left out images that do not decode: ${loader.undecodable().join(', ')}`);
    }
    return step;
  } finally {
    console.end();
    tf.dispose(unread.map(({ losses }) => losses));
    preview.dispose();
    evaluation?.dispose();
    await loader.close();
  }
}
