import type { io } from '@tensorflow/tfjs-core';
import type { ConditionNoise, StageNoise } from '../drawing/condition-noise.js';
import type { ModelStore } from './model-store.js';

/** Generators from wherever TensorFlow.js can read: IndexedDB, a form's files, your own code. */
export interface StackGANHandlers {
  readonly stage1: io.IOHandler;
  /** Without it, Stage-I draws alone. */
  readonly stage2?: io.IOHandler;
  /** The distribution of ε in training, which handlers cannot say; N(0, I) by default. */
  readonly conditionNoise?: ConditionNoise | StageNoise;
}

/**
 * Where a trained model is, such as a snapshot or what `stackgan export --format tfjs` writes: a
 * web address (in a browser relative to the page); in Node the path of a folder, or the name of an
 * npm package; a store; or handlers.
 */
export type StackGANSource = string | URL | ModelStore | StackGANHandlers;
