import type { Measurement } from '../records/evaluation.js';
import { numberText } from '../records/evaluation-table.js';
import type { Measured } from './ablation-record.js';
import { rowOf } from './rows.js';

/** A row with its measurements. */
export interface MeasuredRow extends Measured {
  readonly id: string;
}

/**
 * A statement of the paper about Inception Scores, and whether these rows confirm or contradict it.
 */
export interface Finding {
  readonly statement: string;
  readonly shown: 'yes' | 'no' | 'opposite';
  /** `2.95 ± 0.02 against 2.66 ± 0.03` */
  readonly numbers: string;
}

const higher: readonly (readonly [statement: string, better: string, worse: string])[] = [
  ['Conditioning Augmentation helps one stage at 64', 'stage1-64-ca', 'stage1-64-no-ca'],
  ['Conditioning Augmentation helps one stage at 256', 'stage1-256-ca', 'stage1-256-no-ca'],
  ['Conditioning Augmentation helps at 128', 'stackgan-128-ca-twice', 'stackgan-128-no-ca-twice'],
  ['Conditioning Augmentation helps at 256', 'stackgan-256-ca-twice', 'stackgan-256-no-ca-twice'],
  ['text twice helps at 128', 'stackgan-128-ca-twice', 'stackgan-128-ca-once'],
  ['text twice helps at 256', 'stackgan-256-ca-twice', 'stackgan-256-ca-once'],
  ['two stages beat one at 256', 'stackgan-256-ca-twice', 'stage1-256-ca'],
  ['Stage-II adds information to Stage-I', 'stackgan-256-ca-twice', 'stage1-64-ca'],
  ['256 shows more than 128', 'stackgan-256-ca-twice', 'stackgan-128-ca-twice'],
];

/**
 * The findings of the paper in its Table 2 beside these measurements; `resized` is the score of
 * Stage-I images at 256×256.
 */
export function findings(
  rows: readonly MeasuredRow[],
  resized: Measurement | undefined,
): Finding[] {
  const scoreOf = (id: string) =>
    rows.find((row) => row.id === id)?.measurements.find(({ name }) => name === IS);
  const found = higher.flatMap(([statement, better, worse]) => {
    const [first, second] = [scoreOf(better), scoreOf(worse)];
    if (!first || !second) return [];
    return [{ statement, shown: isHigher(first, second), numbers: against(first, second) }];
  });
  const drawn = scoreOf(rowOf('stage1-64-ca').id);
  if (!drawn || !resized) return found;
  const shown = isHigher(resized, drawn) === 'yes' ? 'opposite' : 'yes';
  const statement = 'resizing Stage-I to 256 does not raise its score';
  return [...found, { statement, shown, numbers: against(resized, drawn) }];
}

export const IS = 'Inception Score';

/** A difference smaller than the larger ± shows nothing. */
function isHigher(first: Measurement, second: Measurement): Finding['shown'] {
  const difference = first.value - second.value;
  if (Math.abs(difference) <= Math.max(first.deviation ?? 0, second.deviation ?? 0)) return 'no';
  return difference > 0 ? 'yes' : 'opposite';
}

const against = (first: Measurement, second: Measurement) =>
  `${numberText(first)} against ${numberText(second)}`;
