import type { Measured } from './ablation-record.js';
import { differences, type SeedsOfRow } from './findings.js';
import type { Difference } from './paired-difference.js';
import type { AblationRow } from './rows.js';
import { type Ablation, measureEarlierRow, measureRow, trainRow } from './run-rows.js';
import { summarise } from './summarise.js';
import { type TrainingCost, trainingCost } from './training-cost.js';

/** A row with everything that was measured; its own measurements are those over all seeds. */
export interface MeasuredRow extends AblationRow, SeedsOfRow, Measured {
  /** Undefined if no seed has a run. */
  readonly cost?: TrainingCost;
  /** Measurements at the end − those after three quarters of the training, for each metric. */
  readonly changes: readonly Difference[];
}

/** Trains and measures `row` with every seed. */
export async function trainAndMeasure(
  row: AblationRow,
  seeds: readonly number[],
  ablation: Ablation,
): Promise<MeasuredRow> {
  const bySeed: Measured[] = [];
  const earlier: Measured[] = [];
  for (const seed of seeds) {
    await trainRow(row, seed, ablation);
    earlier.push(await measureEarlierRow(row, seed, ablation));
    bySeed.push(await measureRow(row, seed, ablation));
  }
  const cost = await trainingCost(row, seeds, ablation);
  const changes = differences(bySeed, earlier);
  return { ...row, ...summarise(bySeed), bySeed, changes, ...(cost && { cost }) };
}
