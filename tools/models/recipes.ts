import { avatarSource, type DatasetSource, emojiSource } from '@stackgan/data';
import type { OptionOverrides } from '../../apps/trainer/src/options/apply-overrides.js';
import type { MetricName } from '../../apps/trainer/src/options/metric-names.js';

/** How a package in `models` is made; everything else is as in `npm start`. */
export interface Recipe {
  /** Options of the data set. */
  readonly prepare: object;
  /** The data set to prepare. */
  readonly openSource: () => Promise<DatasetSource>;
  /** Options that differ from the quick-start presets. */
  readonly stage1: OptionOverrides;
  readonly stage2: OptionOverrides;
  readonly metrics: readonly MetricName[];
  /** Images to measure. */
  readonly samples: number;
  /** Captions that the model can draw. */
  readonly examples: readonly string[];
}

const portraits = { style: 'avataaars', count: 30_000, seed: 0 };

/** The recipe of each model, by the name of its folder. */
export const recipes: Readonly<Record<string, Recipe>> = {
  // About an hour and a half on two CPU cores: wider, longer, and with three times the captions for
  // the attribute prior.
  avatars: {
    prepare: { source: 'avatars', ...portraits },
    openSource: () => avatarSource(portraits),
    stage1: {
      steps: 5500,
      ...{ 'network.gf': 64, 'network.df': 32, 'movingAverage.decay': 0.999 },
      ...{ 'schedule.halveEverySteps': 1700, 'loss.matchingSteps': 3000 },
      ...{ 'ticks.grids': 1000, 'ticks.snapshots': 3000, 'ticks.states': 500 },
    },
    stage2: {
      steps: 12_000,
      ...{ 'network.df': 16, 'movingAverage.decay': 0.999 },
      ...{ 'schedule.halveEverySteps': 3800, 'schedule.adversarialFrom': 10_500 },
      ...{ 'ticks.grids': 1000, 'ticks.snapshots': 3000, 'ticks.states': 500 },
    },
    metrics: ['attributes', 'fid', 'r-precision', 'pr', 'diversity'],
    samples: 1000,
    examples: [
      'a person with black hair, sunglasses and a red hoodie',
      'someone with long blonde hair, wearing a blue shirt',
      'a smiling bald person with dark skin and a beard',
      'a woman with curly red hair and round glasses',
    ],
  },
  // Few images of many things: wide networks learn them by heart.
  emoji: {
    prepare: { source: 'emoji', seed: 0 },
    openSource: () => emojiSource({ seed: 0 }),
    stage1: {
      steps: 20_000,
      ...{ 'network.gf': 64, 'network.df': 32, 'movingAverage.decay': 0.999 },
      ...{ 'schedule.halveEverySteps': 6000, 'loss.matchingSteps': 3000 },
      ...{ 'loss.matchingWeight': 0.3, 'loss.attributeWeight': 0.3 },
      ...{ 'loss.reconstructionWeight': 100 },
      ...{ 'ticks.grids': 2000, 'ticks.snapshots': 5000, 'ticks.states': 500 },
      ...{ metrics: 'fid', 'ticks.metrics': 5000 },
    },
    stage2: {
      steps: 3000,
      ...{ 'network.df': 16, 'movingAverage.decay': 0.999 },
      ...{ 'schedule.halveEverySteps': 1000, 'schedule.adversarialFrom': 0 },
      ...{ 'ticks.grids': 500, 'ticks.snapshots': 1000, 'ticks.states': 500 },
    },
    metrics: ['attributes', 'fid', 'r-precision', 'pr', 'diversity'],
    samples: 1000,
    examples: [
      'a smiling face with sunglasses',
      'a red heart',
      'a thumbs up with dark skin tone',
      'the flag of Japan',
    ],
  },
};
