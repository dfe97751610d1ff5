/** Where ε comes from: N(0, I), the same cut off at ±2 (TensorFlow reference), or 0: no Conditioning Augmentation. */
export type ConditionNoise = 'normal' | 'truncated' | 'none';

/** The same of each stage, for a Stage-II that learned on a Stage-I with another ε than its own. */
export interface StageNoise {
  readonly stage1: ConditionNoise;
  readonly stage2: ConditionNoise;
}

/** What each stage draws, of one word for both or one for each. */
export const noiseOfStages = (noise: ConditionNoise | StageNoise): StageNoise =>
  typeof noise === 'string' ? { stage1: noise, stage2: noise } : noise;
