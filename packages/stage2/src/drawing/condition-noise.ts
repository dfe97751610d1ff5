/**
 * Distribution of ε: N(0, I), the same truncated at ±2 (TensorFlow reference), or 0: no
 * Conditioning Augmentation.
 */
export type ConditionNoise = 'normal' | 'truncated' | 'none';

/** One distribution per stage, for a Stage-II that was trained on a Stage-I with another one. */
export interface StageNoise {
  readonly stage1: ConditionNoise;
  readonly stage2: ConditionNoise;
}

/** The distribution of each stage. */
export const noiseOfStages = (noise: ConditionNoise | StageNoise): StageNoise =>
  typeof noise === 'string' ? { stage1: noise, stage2: noise } : noise;
