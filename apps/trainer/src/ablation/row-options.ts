import type { OptionOverrides } from '../options/apply-overrides.js';
import { resolveOptions } from '../profiles/resolve-options.js';
import type { TrainOptions } from '../options/train-options.js';
import { findPreset } from '../presets/find-preset.js';
import { GAN_INT_CLS } from '../presets/gan-int-cls.js';
import { GAWWN } from '../presets/gawwn.js';
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
 * that Stage-II builds on. A network of one stage and 256×256 trains for as many steps as both
 * stages of StackGAN.
 */
export function rowOptions(
  row: AblationRow,
  { data, preset, steps1, steps2 }: AblationOptions,
  { seed, stage1, overrides }: { seed: number; stage1?: string; overrides: StageOverrides },
): TrainOptions {
  const stage = row.method === 'StackGAN' ? 2 : 1;
  const own = overrides[`stage${stage}`];
  const lengths = [1, 2].map((stage) => lengthOf(preset, stage as 1 | 2, [steps1, steps2]));
  const trained = row.method === 'Stage-I' && row.side === 256 ? lengths : [lengths[stage - 1]!];
  const sum = (name: 'steps' | 'epochs') => trained.reduce((all, one) => all + one[name], 0);
  return resolveOptions({
    stage,
    preset,
    overrides: {
      ...own,
      ...{ data, seed, steps: sum('steps'), epochs: sum('epochs') },
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
    },
  });
}

/** The preset has the number for 256×256; the paper halves it for 128×128. */
function residualBlocks(side: number, preset: string): number {
  const { options } = findPreset(preset, 2);
  const blocks = options.stage === 2 ? options.network.residualBlocks : 0;
  return side === 128 ? Math.ceil(blocks / 2) : blocks;
}

function lengthOf(
  preset: string,
  stage: 1 | 2,
  steps: readonly (number | undefined)[],
): { steps: number; epochs: number } {
  const given = steps[stage - 1];
  return given === undefined ? findPreset(preset, stage).options : { steps: given, epochs: 0 };
}
