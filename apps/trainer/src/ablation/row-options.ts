import type { OptionOverrides } from '../options/apply-overrides.js';
import { resolveOptions } from '../profiles/resolve-options.js';
import type { TrainOptions } from '../options/train-options.js';
import { findPreset } from '../presets/find-preset.js';
import { GAN_INT_CLS } from '../presets/gan-int-cls.js';
import { GAWWN } from '../presets/gawwn.js';
import { totalSteps } from '../training/total-steps.js';
import { additionOptions } from './additions.js';
import type { AblationRow } from './rows.js';

/** Options that all rows share. */
export interface AblationOptions {
  readonly data: string;
  readonly preset: string;
  /** Steps of Stage-I and of Stage-II; undefined for the preset's. */
  readonly steps1: number | undefined;
  readonly steps2: number | undefined;
}

/** Overrides for tests. */
export interface StageOverrides {
  readonly stage1?: OptionOverrides;
  readonly stage2?: OptionOverrides;
}

const NO_AUGMENTATION = { 'network.conditionNoise': 'none', 'loss.klWeight': 0 };

/**
 * The options of `row`: those of the preset, except for the subject of the row. `stage1` is the run
 * that Stage-II builds on, `trainExamples` the number of training images. A network of one stage and
 * 256×256 trains for as many steps as both stages of StackGAN, with a discriminator as wide as that
 * of Stage-II. Whatever the length, the learning rate is halved as often as by the preset, and there
 * are snapshots at each quarter.
 */
export function rowOptions(
  row: AblationRow,
  given: AblationOptions,
  {
    seed,
    stage1,
    trainExamples,
    overrides,
  }: { seed: number; stage1?: string; trainExamples: number; overrides: StageOverrides },
): TrainOptions {
  const { data, preset } = given;
  const stage = row.method === 'StackGAN' ? 2 : 1;
  const { df } = findPreset(preset, 2).options.network;
  const options = resolveOptions({
    stage,
    preset,
    overrides: {
      ...scheduleOf(row, given),
      ...(row.method === 'Stage-I' && row.side === 256 && { 'network.df': df }),
      ...overrides[`stage${stage}`],
      ...{ data, seed, ...lengthOf(row, given) },
      ...(!row.augmentation && NO_AUGMENTATION),
      ...(row.method === 'GAN-INT-CLS' && GAN_INT_CLS),
      ...(row.method === 'GAWWN' && GAWWN),
      ...(row.method === 'Stage-I' && { 'network.imageSize': row.side }),
      ...(row.method === 'StackGAN' && {
        stage1,
        'network.imageSize': row.side,
        'network.textTwice': row.textTwice,
        'network.residualBlocks': residualBlocks(row.side, preset),
      }),
      ...(row.addition && additionOptions(row.addition, stage)),
    },
  });
  const snapshots = Math.ceil(totalSteps(options, trainExamples) / 4);
  return { ...options, ticks: { ...options.ticks, snapshots } };
}

/** The preset has the number for 256×256; the paper halves it for 128×128. */
function residualBlocks(side: number, preset: string): number {
  const { options } = findPreset(preset, 2);
  const blocks = options.stage === 2 ? options.network.residualBlocks : 0;
  return side === 128 ? Math.ceil(blocks / 2) : blocks;
}

interface Length {
  readonly steps: number;
  readonly epochs: number;
}

/** The steps or epochs of `row`. */
function lengthOf(row: AblationRow, { preset, steps1, steps2 }: AblationOptions): Length {
  const lengths = [steps1, steps2].map((steps, index): Length => {
    const { options } = findPreset(preset, (index + 1) as 1 | 2);
    return steps === undefined ? options : { steps, epochs: 0 };
  });
  const [first, second] = lengths as [Length, Length];
  if (row.method === 'StackGAN') return pick(second);
  if (row.method !== 'Stage-I' || row.side !== 256) return pick(first);
  return { steps: first.steps + second.steps, epochs: first.epochs + second.epochs };
}

const pick = ({ steps, epochs }: Length): Length => ({ steps, epochs });

/**
 * The halvings of the learning rate and the steps before D, stretched from the length of the preset
 * to that of `row`.
 */
function scheduleOf(row: AblationRow, given: AblationOptions): OptionOverrides {
  const { options } = findPreset(given.preset, row.method === 'StackGAN' ? 2 : 1);
  const { halveEverySteps, halveEveryEpochs, adversarialFrom } = options.schedule;
  const length = lengthOf(row, given);
  const stretched = (every: number, unit: keyof Length) =>
    length[unit] > 0 && options[unit] > 0
      ? Math.ceil((every * length[unit]) / options[unit])
      : every;
  return {
    'schedule.halveEverySteps': stretched(halveEverySteps, 'steps'),
    'schedule.halveEveryEpochs': stretched(halveEveryEpochs, 'epochs'),
    'schedule.adversarialFrom': stretched(adversarialFrom, 'steps'),
  };
}
