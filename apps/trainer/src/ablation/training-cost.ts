import { join } from 'node:path';
import { readTicks } from '../run-directory/run-log.js';
import type { AblationRecord } from './ablation-record.js';
import { keyOf } from './row-record.js';
import { type AblationRow, baseOf } from './rows.js';

/** What a row took to train, with the Stage-I below it. */
export interface TrainingCost {
  /** Thousands of images seen. */
  readonly kimg: number;
  /** Seconds of training steps, without the networks of losses and text codes. */
  readonly seconds: number;
}

/** The cost of `row`, as a mean over the seeds that have a run of it; undefined if none has. */
export async function trainingCost(
  row: AblationRow,
  seeds: readonly number[],
  { outdir, record }: { outdir: string; record: AblationRecord },
): Promise<TrainingCost | undefined> {
  const base = baseOf(row);
  const costs: TrainingCost[] = [];
  for (const seed of seeds) {
    if (record.runs[keyOf(row, seed)] === undefined) continue;
    const cost = { kimg: 0, seconds: 0 };
    for (const one of base ? [base, row] : [row]) {
      const ticks = await readTicks(join(outdir, record.runs[keyOf(one, seed)]!));
      cost.kimg += ticks.at(-1)?.kimg ?? 0;
      cost.seconds += ticks.at(-1)?.seconds ?? 0;
    }
    costs.push(cost);
  }
  const mean = (part: keyof TrainingCost) =>
    costs.reduce((sum, cost) => sum + cost[part], 0) / costs.length;
  return costs.length > 0 ? { kimg: mean('kimg'), seconds: mean('seconds') } : undefined;
}
