import type { Measured } from './ablation-record.js';

/**
 * What was measured with each seed in one: means, ± the deviation over seeds. Of one seed alone, ± is what the metric
 * has. Without numbers if one of the seeds has none.
 */
export function summarise(bySeed: readonly Measured[]): Measured {
  const fault = bySeed.find((one) => one.fault !== undefined);
  const [first] = bySeed;
  if (fault) return fault;
  if (!first || bySeed.length < 2) return first ?? { measurements: [] };
  return { measurements: first.measurements.map((one, index) => mean(one, bySeed, index)) };
}

function mean(one: Measured['measurements'][number], bySeed: readonly Measured[], index: number) {
  const values = bySeed.map(({ measurements }) => measurements[index]!.value);
  const value = values.reduce((sum, each) => sum + each, 0) / values.length;
  const squares = values.reduce((sum, each) => sum + (each - value) ** 2, 0);
  return { ...one, value, deviation: Math.sqrt(squares / (values.length - 1)) };
}
