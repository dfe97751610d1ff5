/** Why a metric cannot be computed. */
export type MetricFault =
  /** Fewer samples than the metric needs; the message says how many it needs. */
  | 'tooFew'
  /** NaN or infinity among the numbers. */
  | 'notFinite'
  /** Lengths or shapes that do not fit. */
  | 'shape'
  /** An option out of range. */
  | 'option'
  /**
   * Numbers of the right shape that are not what the metric measures; a result would mean nothing.
   */
  | 'meaningless'
  /** All images are of one colour, each. */
  | 'blank'
  /** An extractor's model, or its files, are missing or cannot be used. */
  | 'model';

/** Thrown instead of a number that means nothing; `fault` says why, the message what to do. */
export class MetricError extends Error {
  override readonly name = 'MetricError';

  constructor(
    readonly fault: MetricFault,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Throws unless `value` is a whole number of at least `least`. */
export function checkWhole(name: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least)
    throw new MetricError('option', `${name} is ${value}: give a whole number from ${least}`);
}
