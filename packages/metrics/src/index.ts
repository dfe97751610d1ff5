/**
 * Is it any good? The numbers that text-to-image papers print, as pure functions.
 *
 * @packageDocumentation
 */
export { inceptionScore, type InceptionScoreOptions } from './inception-score.js';
export type { MeanDeviation } from './mean-deviation.js';
export { MetricError, type MetricFault } from './metric-error.js';
export type { Rows } from './rows.js';
