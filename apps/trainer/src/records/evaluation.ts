import type { AttributeDetails } from './attribute-lines.js';

/** One number of an evaluation. */
export interface Measurement {
  /** As in a table: `FID`, `Inception Score`. */
  readonly name: string;
  readonly value: number;
  /** ± over splits, subsets, folds or captions. */
  readonly deviation?: number;
  /** Its 95 % interval. */
  readonly interval?: { readonly low: number; readonly high: number };
  /** The same for real images at the data set's largest size, as an upper bound. */
  readonly real?: number;
  /** And of real images at the size that was drawn, where that is another: what a generator of this size can reach. */
  readonly realAtSize?: number;
  /** What is better. */
  readonly better: 'higher' | 'lower';
  /** How it was measured: what must be equal for two numbers to be compared. */
  readonly protocol: string;
  /** Of the metric `attributes`: each of them by name. */
  readonly attributes?: AttributeDetails;
}

/** What was measured, of what, and how: one line of metrics.jsonl. */
export interface Evaluation {
  /** The images: a snapshot, or a folder. */
  readonly of: string;
  readonly samples: number;
  /** Side of the images; unknown of lines that older versions wrote. */
  readonly imageSize?: number;
  /** Side of the real images that they are compared with. */
  readonly realSize?: number;
  readonly seed: number;
  readonly data: string;
  readonly extractor: string;
  readonly measurements: readonly Measurement[];
}
