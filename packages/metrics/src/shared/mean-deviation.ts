/** A metric over splits, folds or subsets. */
export interface MeanDeviation {
  readonly mean: number;
  /**
   * Population standard deviation (divided by n, as numpy's `std`), of the parts and not of their
   * mean.
   */
  readonly std: number;
}

/** Mean and population standard deviation of at least one number. */
export function meanDeviation(values: readonly number[]): MeanDeviation {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, std: Math.sqrt(variance) };
}
