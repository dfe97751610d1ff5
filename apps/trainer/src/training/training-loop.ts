import { setImmediate } from 'node:timers/promises';
import { warmedUpDecay } from '@stackgan/layers';
import { SeededRandom } from '@stackgan/random';
import * as tf from '@tensorflow/tfjs-core';
import { watchHealth } from '../health/watch-health.js';
import { appendLog, appendTick } from '../run-directory/run-log.js';
import { writeReport } from '../report/write-report.js';
import { withDefaultSignals } from '../shared/interrupt-signal.js';
import { progressText } from '../shared/progress-line.js';
import { TickStatistics } from '../shared/tick-statistics.js';
import { scheduledLearningRate } from './learning-rate.js';
import { openMilestones } from './milestones.js';
import { readLosses } from './read-losses.js';
import type { RunInTraining } from './run-in-training.js';
import { restoreStage, saveStage } from './stage-state.js';
import type { Stage } from './stage.js';
import { trainLoader } from './train-loader.js';

/**
 * Trains `stage` until `settings.totalSteps`, or until `signal` asks it to stop; either way
 * everything is saved in the run directory `run`. Returns the number of steps done.
 */
export async function trainingLoop(loop: RunInTraining): Promise<number> {
  const { run, settings, dataset, datasetHash, stage, resumeFrom, rollbacks } = loop;
  const { signal, console } = loop;
  const { options, totalSteps } = settings;
  const { ticks, batch, schedule } = options;
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
  if (resumeFrom !== undefined) restoreStage(stage, resumeFrom);
  const statistics = new TickStatistics(resumeFrom?.position.tick);

  let lastState = resumeFrom?.path;
  let savedStep = step;
  const unread: { step: number; losses: ReturnType<Stage['step']> }[] = [];
  const readUnread = async () => {
    for (let next = unread.shift(); next !== undefined; next = unread.shift()) {
      statistics.add(await readLosses(next.losses, { step: next.step, lastState }));
    }
  };
  const saveState = async () => {
    if (savedStep === step) return;
    await readUnread();
    const position = {
      ...{ step, seconds, rollbacks, options, dataset: datasetHash },
      ...{ random: random.getState(), data: loader.getState(), tick: statistics.unfinished() },
    };
    lastState = await saveStage(run, stage, position, lastState);
    savedStep = step;
  };
  const log = async (line: string) => {
    console.line(line);
    await appendLog(run, line);
  };
  const health = await watchHealth(run, options, log);
  const milestones = await openMilestones({
    ...loop,
    ...{ random: seeds.fork('preview'), saveState, health },
  });
  const base = options.optimizer.learningRate * 0.5 ** rollbacks;
  let isCompiled = false;

  try {
    // What an interruption of the process left undone.
    await milestones.reach(step, lastState);

    while (step < totalSteps && !signal.aborted) {
      const begin = performance.now();

      // Fetch a batch and set the learning rate.
      const images = await loader.next();
      const epoch = Math.floor((step * batch.size) / dataset.info.counts.train);
      const learningRate = scheduledLearningRate({ base, step, epoch, schedule });
      optimizers.generator.learningRate = learningRate;
      optimizers.discriminator.learningRate = learningRate;

      // Update both networks, or G alone, and the moving average. The first step compiles them, for
      // so long that Ctrl-C must not wait; it loses nothing yet.
      const decay = warmedUpDecay(step, options.movingAverage.decay);
      const isAdversarial = step >= schedule.adversarialFrom;
      const update = () => stage.step(images, random, { decay, isAdversarial });
      const losses = isCompiled ? update() : withDefaultSignals(update);
      isCompiled = true;
      unread.push({ step: step + 1, losses });
      step += 1;

      // Read losses only when they are shown or a state is saved, so that a GPU need not wait.
      const isTick =
        step % ticks.statistics === 0 || step === totalSteps || step === schedule.adversarialFrom;
      const isShown = isTick || signal.aborted || console.output.isTTY === true;
      if (isShown || milestones.isDue(step)) await readUnread();
      seconds += (performance.now() - begin) / 1000;

      // Once per tick: write statistics and the progress line.
      if (isShown) {
        const tick = {
          step,
          kimg: (step * batch.size) / 1000,
          epoch,
          seconds,
          imagesPerSecond: statistics.speed(step, seconds, batch.size),
          learningRate,
          losses: statistics.means(),
          tensors: tf.memory().numTensors,
          memoryMB: Math.round(process.memoryUsage.rss() / 2 ** 20),
        };
        const text = progressText(tick, totalSteps);
        console.progress(text, { isTick: isTick || signal.aborted });
        if (isTick) {
          await appendTick(run, tick);
          await appendLog(run, text);
          await health.tick(tick);
          statistics.next(step, seconds);
        }
      }

      await milestones.reach(step, lastState);

      // Let timers, prefetching and Ctrl-C have their turn.
      await setImmediate();
    }

    // Save what an interrupt would lose.
    console.end();
    if (savedStep !== step) {
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
    milestones.dispose();
    await loader.close();
  }
}
