import type { StageNoise } from '@stackgan/stage2';
import type { RunOptions } from './run-options.js';

/** Where ε of each stage of a run comes from: Stage-I keeps what it learned with, whatever is built on it. */
export function noiseOfRun({
  options,
  stage1Noise,
}: Pick<RunOptions, 'options' | 'stage1Noise'>): StageNoise {
  const { conditionNoise } = options.network;
  return { stage1: stage1Noise ?? conditionNoise, stage2: conditionNoise };
}
