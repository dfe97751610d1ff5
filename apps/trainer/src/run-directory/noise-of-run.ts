import type { StageNoise } from '@stackgan/stage2';
import type { RunOptions } from './run-options.js';

/**
 * The source of ε of each stage of a run. Stage-I keeps the one that it was trained with, also
 * below a Stage-II with another one.
 */
export function noiseOfRun({
  options,
  stage1Noise,
}: Pick<RunOptions, 'options' | 'stage1Noise'>): StageNoise {
  const { conditionNoise } = options.network;
  return { stage1: stage1Noise ?? conditionNoise, stage2: conditionNoise };
}
