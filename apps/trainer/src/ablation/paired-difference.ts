import type { Measurement } from '../records/evaluation.js';
import { studentT95 } from './student.js';

/** How much one row differs from another in a metric. */
export interface Difference {
  /** Name of the metric in tables. */
  readonly name: string;
  readonly better: Measurement['better'];
  /** First row − second row, in units of the metric; the mean over seeds. */
  readonly value: number;
  /** Undefined for one seed of a metric without a ±. */
  readonly interval?: { readonly low: number; readonly high: number };
}

/** Whether a row is better than another, as a statement says. */
export type Verdict = 'shown' | 'not shown' | 'opposite' | 'not judged';

/**
 * The difference of the measurements of one metric, `first` − `second`, which have one element per
 * seed in the same order. With several seeds, the interval has a confidence of 95 %, by Student's t
 * of the differences of each seed; seeds share initial weights and data order, so they are paired.
 * With one seed, it is the difference ± the larger ± of the two, which says nothing about other
 * seeds.
 */
export function pairedDifference(
  first: readonly Measurement[],
  second: readonly Measurement[],
): Difference {
  const { name, better } = first[0]!;
  const bySeed = first.map(({ value }, seed) => value - second[seed]!.value);
  const value = bySeed.reduce((sum, each) => sum + each, 0) / bySeed.length;
  const half = bySeed.length > 1 ? halfWidth(bySeed, value) : largerOwn(first[0]!, second[0]!);
  const interval = half === undefined ? undefined : { low: value - half, high: value + half };
  return { name, better, value, ...(interval && { interval }) };
}

/**
 * `shown` if the interval lies on the better side of 0, `opposite` if on the other, `not shown` if
 * it contains 0, and `not judged` without an interval.
 */
export function verdictOf({ better, interval }: Difference): Verdict {
  if (!interval) return 'not judged';
  if (interval.low <= 0 && interval.high >= 0) return 'not shown';
  return interval.low > 0 === (better === 'higher') ? 'shown' : 'opposite';
}

/** `+0.29 (+0.10 to +0.48)`; three decimals below 1, otherwise two. */
export function differenceText({ value, interval }: Difference): string {
  const digits = Math.abs(value) < 1 ? 3 : 2;
  const text = (number: number) => `${number < 0 ? '−' : '+'}${Math.abs(number).toFixed(digits)}`;
  return interval
    ? `${text(value)} (${text(interval.low)} to ${text(interval.high)})`
    : text(value);
}

/** Half the width of the 95 % interval of the mean of `values`. */
function halfWidth(values: readonly number[], mean: number): number {
  const freedom = values.length - 1;
  const variance = values.reduce((sum, each) => sum + (each - mean) ** 2, 0) / freedom;
  return studentT95(freedom) * Math.sqrt(variance / values.length);
}

function largerOwn(first: Measurement, second: Measurement): number | undefined {
  const own = [first, second].map(
    ({ deviation, interval }) => deviation ?? (interval && (interval.high - interval.low) / 2),
  );
  return own.includes(undefined) ? undefined : Math.max(...(own as number[]));
}
