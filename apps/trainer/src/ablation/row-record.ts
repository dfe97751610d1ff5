import { join } from 'node:path';
import type { AblationRecord } from './ablation-record.js';
import { type AblationRow, baseOf } from './rows.js';

/** The key of `row` with `seed` in `ablate.json`. */
export const keyOf = ({ id }: AblationRow, seed: number): string => `seed${seed}/${id}`;

/**
 * The reason why `row` with `seed` has no network to measure: it diverged, or the row below it did.
 */
export function faultOf(
  row: AblationRow,
  seed: number,
  record: AblationRecord,
): string | undefined {
  const own = record.faults[keyOf(row, seed)];
  const base = baseOf(row);
  if (own !== undefined || base === undefined) return own;
  const below = faultOf(base, seed, record);
  return below && `it builds on ${base.id}, ${below}`;
}

/** The folder of the trained run of `row` with `seed`; undefined if it has a fault. */
export function runOf(
  row: AblationRow,
  seed: number,
  { outdir, record }: { outdir: string; record: AblationRecord },
): string | undefined {
  const name = record.runs[keyOf(row, seed)];
  return name === undefined || faultOf(row, seed, record) ? undefined : join(outdir, name);
}
