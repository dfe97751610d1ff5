import type { io } from '@tensorflow/tfjs-core';
import type { ConditionNoise, StageNoise } from '../drawing/condition-noise.js';

/** Generators from wherever TensorFlow.js can read: IndexedDB, a form's files, your own code. */
export interface StackGANHandlers {
  readonly stage1: io.IOHandler;
  /** Left out, Stage-I draws alone. */
  readonly stage2?: io.IOHandler;
  /** What a folder's `stackgan.json` says of ε; N(0, I) by default. */
  readonly conditionNoise?: ConditionNoise | StageNoise;
}

/**
 * Where a trained model is: the folder of a snapshot or of `stackgan export --format tfjs`, as a web address (in a browser
 * relative to the page) or, in Node, as a path; or handlers.
 */
export type StackGANSource = string | URL | StackGANHandlers;
