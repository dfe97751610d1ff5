import type { AttributeDetails } from './attribute-lines.js';

/** The value of one metric in an evaluation. */
export interface Measurement {
  /** Name in tables: `FID`, `Inception Score`. */
  readonly name: string;
  readonly value: number;
  /** ± over splits, subsets, folds or captions. */
  readonly deviation?: number;
  /** Its 95 % interval. */
  readonly interval?: { readonly low: number; readonly high: number };
  /** The same metric of real images at the largest size of the data set: an upper bound. */
  readonly real?: number;
  /**
   * The same metric of real images at the size of the drawn images, where it is another, or where
   * the metric has a meaning at one size alone: the bound for a generator of this size.
   */
  readonly realAtSize?: number;
  /** Whether lower or higher values are better. */
  readonly better: 'higher' | 'lower';
  /** The protocol: numbers are comparable only if it is equal. */
  readonly protocol: string;
  /** For the metric `attributes`: the scores of each attribute. */
  readonly attributes?: AttributeDetails;
}

/** The result of one evaluation: one line of metrics.jsonl. */
export interface Evaluation {
  /** Source of the images: a snapshot or a folder. */
  readonly of: string;
  readonly samples: number;
  /** Side of the images in pixels; lines of older versions do not have it. */
  readonly imageSize?: number;
  /** Side of the real images that they are compared with, in pixels. */
  readonly realSize?: number;
  readonly seed: number;
  readonly data: string;
  readonly extractor: string;
  readonly measurements: readonly Measurement[];
}
