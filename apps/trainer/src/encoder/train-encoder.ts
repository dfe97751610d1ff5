import { setImmediate } from 'node:timers/promises';
import { type Rows, selectRows } from '@stackgan/metrics';
import { SeededRandom } from '@stackgan/random';
import * as tf from '@tensorflow/tfjs-core';
import { EncoderTrainingError } from '../shared/errors.js';
import { duration } from '../shared/progress-line.js';
import type { Progress } from '../shared/progress-reporter.js';
import {
  type EncoderSettings,
  type EncoderState,
  loadEncoderState,
  saveEncoderState,
} from './encoder-state.js';
import type { JointTraining } from './joint-training.js';
import type { PairSource } from './pair-source.js';

/** Steps between two states. */
const STATE_EVERY = 500;
/** Progress lines in all, where no line can be rewritten in place. */
const TICKS = 8;

/** A training and all that it reads. */
export interface EncoderTraining {
  readonly training: JointTraining;
  readonly pairs: PairSource;
  /** Standardised, one row for each image of the data set. */
  readonly features: Rows;
  readonly settings: EncoderSettings;
  /** Holds the state. */
  readonly folder: string;
}

/**
 * Trains from the start or from the state in the folder until all steps are done, or until Ctrl-C;
 * then the state is saved. Returns the number of steps done. Throws EncoderTrainingError for a state
 * of another training, or a loss that is not finite.
 */
export async function trainEncoder(
  { training, pairs, features, settings, folder }: EncoderTraining,
  { console, signal }: Progress,
): Promise<number> {
  const { steps, batch, seed } = settings.options;
  const state = await loadEncoderState(folder, settings);
  const random = state ? resume(training, state, folder) : new SeededRandom(seed).fork('pairs');
  if (state) console.line(`going on at step ${state.step} of ${steps}`);
  const first = training.step;
  let saved = first;
  const save = async () => {
    saved = training.step;
    const tensors = await training.tensors();
    await saveEncoderState(folder, settings, { step: saved, random: random.getState(), tensors });
  };
  const tick = Math.max(1, Math.floor(steps / TICKS));
  const start = performance.now();
  const recent: number[] = [];
  while (training.step < steps && !signal.aborted) {
    const drawn = pairs.draw(batch, random);
    const rows = selectRows(
      features,
      drawn.map(({ example }) => example.index),
    );
    const [loss] = await training.next(tf.tensor2d(rows.data, [batch, rows.width]), drawn);
    const { step } = training;
    if (!Number.isFinite(loss)) {
      throw new EncoderTrainingError(
        `step ${step}: the loss is ${loss}; look at the features of images, or take another --extractor`,
      );
    }
    recent.push(loss!);
    const seconds = (performance.now() - start) / 1000;
    const text = [
      `step ${step}/${steps}`,
      `loss ${mean(recent.slice(-tick)).toFixed(3)}`,
      `${((step - first) / seconds).toFixed(1)} steps/s`,
      `${duration((steps - step) * (seconds / (step - first)))} left`,
    ].join('  ');
    console.progress(text, { isTick: step % tick === 0 || step === steps });
    if (step % STATE_EVERY === 0) await save();
    // Let Ctrl-C have its turn.
    await setImmediate();
  }
  console.end();
  if (training.step !== saved) await save();
  return training.step;
}

/** Puts `training` where the state is; returns its random stream. */
function resume(training: JointTraining, state: EncoderState, folder: string): SeededRandom {
  try {
    training.restore(state.step, state.tensors);
    return SeededRandom.fromState(state.random);
  } catch (error) {
    throw new EncoderTrainingError(
      `${folder} does not fit the training (${(error as Error).message}); delete it to train from the start`,
    );
  }
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
