import type { AttributeScores } from '../attributes/attribute-scores.js';
import type { Diversity } from '../scores/diversity.js';
import type { PrecisionRecall } from '../scores/precision-recall.js';
import type { ImageSize } from './measure-input.js';

/** A number over splits, folds or subsets. */
export interface MeanScore {
  readonly value: number;
  /** Population standard deviation of the parts. */
  readonly std: number;
}

/** A score, and that of the real images as an upper bound. */
export interface ScoreBesideReal extends MeanScore {
  /** Of `real`. */
  readonly real: number;
  /** Of `realAtSize`, if given. */
  readonly realAtSize?: number;
}

/** Result of `measure`: a part for each metric of the input. */
export interface MeasureReport {
  /** Generated images. */
  readonly count: number;
  /** Their size. */
  readonly size: ImageSize;
  /** The lower, the nearer to real images; `real` is their number. */
  readonly fid?: { readonly value: number; readonly real: number };
  /** The lower, the nearer to real images; may be below 0. */
  readonly kid?: MeanScore & { readonly subsets: number; readonly subsetSize: number };
  /** From 0 to 1; `count` images of either kind were compared. */
  readonly pr?: PrecisionRecall & { readonly count: number };
  /** From 1 to the number of classes. */
  readonly is?: ScoreBesideReal;
  /** From 0 to 1; chance is 1/100. */
  readonly 'r-precision'?: ScoreBesideReal;
  /**
   * Near 1 is mode collapse; compares with numbers of as many `scales` and the same size.
   * `realAtSize` is that of `repeatedReal`, if given: captions leave open no more than that.
   */
  readonly diversity?: Omit<Diversity, 'mean'> &
    MeanScore & { readonly scales: number; readonly realAtSize?: number };
  /** 0 at chance, 1 at real images. */
  readonly attributes?: Omit<AttributeScores, 'mean'> & { readonly value: number };
}
