import type { Measurement } from '../records/evaluation.js';
import type { Measured } from './ablation-record.js';

/**
 * Combines the measurements of all seeds: means, with ± the standard deviation over seeds. For a
 * single seed, ± is that of the metric. Has no numbers if one of the seeds has none.
 */
export function summarise(bySeed: readonly Measured[]): Measured {
  const fault = bySeed.find((one) => one.fault !== undefined);
  const [first] = bySeed;
  if (fault) return fault;
  if (!first || bySeed.length < 2) return first ?? { measurements: [] };
  return { measurements: first.measurements.map((one, index) => mean(one, bySeed, index)) };
}

function mean(one: Measurement, bySeed: readonly Measured[], index: number): Measurement {
  const values = bySeed.map(({ measurements }) => measurements[index]!.value);
  const value = values.reduce((sum, each) => sum + each, 0) / values.length;
  const squares = values.reduce((sum, each) => sum + (each - value) ** 2, 0);
  // Interval and details are those of one seed.
  const { interval: _interval, attributes: _attributes, ...rest } = one;
  return { ...rest, value, deviation: Math.sqrt(squares / (values.length - 1)) };
}
