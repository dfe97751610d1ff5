import type { io } from '@tensorflow/tfjs-core';
import type { ConditionNoise, StageNoise } from '../condition-noise.js';

/** Both generators from wherever TensorFlow.js can read: IndexedDB, a form's files, your own code. */
export interface StackGANHandlers {
  readonly stage1: io.IOHandler;
  readonly stage2: io.IOHandler;
  /** What a folder's `stackgan.json` says of ε; N(0, I) by default. */
  readonly conditionNoise?: ConditionNoise | StageNoise;
}

/**
 * Where a trained model is: the folder of a Stage-II snapshot or of `stackgan export --format tfjs`,
 * as a web address (in a browser relative to the page) or, in Node, as a path; or two handlers.
 */
export type StackGANSource = string | URL | StackGANHandlers;
