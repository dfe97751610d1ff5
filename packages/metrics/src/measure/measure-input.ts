import type { AttributeReader } from '../attributes/attribute-reader.js';
import type { FeatureCache } from '../extractors/feature-cache.js';
import type { FeatureExtractor } from '../extractors/feature-extractor.js';
import type { ClassifierHead } from '../heads/classifier-head.js';
import type { MatchingHead } from '../heads/matching-head.js';
import type { Images } from '../images/images.js';
import type { Rows } from '../shared/rows.js';
import type { Trace } from '../shared/trace.js';
import type { MetricName } from './metric-name.js';

/** A value, or a function that returns it on first use. */
export type Lazy<T> = T | (() => T | Promise<T>);

/** The value of a {@link Lazy}. */
export const valueOf = async <T extends object>(lazy: Lazy<T>): Promise<T> =>
  typeof lazy === 'function' ? (lazy as () => T | Promise<T>)() : lazy;

/** A stage of `measure`: the images of a set, or the computation of a metric. */
export type MeasureStage = 'real' | 'generated' | 'realAtSize' | 'repeated' | MetricName;

/**
 * Called with 0 done when a stage begins; `total` is unknown for images that are not in an array.
 */
export type MeasureListener = (
  stage: MeasureStage,
  done: number,
  total: number | undefined,
) => void | Promise<void>;

/** Input of `measure`. */
export interface MeasureInput {
  /** The metrics to compute, in this order. */
  readonly metrics: readonly MetricName[];
  /** The images to measure; `r-precision` and `attributes` need the caption of each. */
  readonly generated: Images;
  /**
   * Real images, or their features by `extractor`; for all metrics but `diversity` and
   * `attributes`.
   */
  readonly real?: Images | Rows | undefined;
  /** For the same metrics; see `createMixed5Extractor` and `createModelExtractor`. */
  readonly extractor?: FeatureExtractor | undefined;
  /** Stores the features of `real` between calls; one cache for each set of real images. */
  readonly cache?: FeatureCache | undefined;
  /**
   * Real images (or their features) at the size of the generated ones, in the order of `real`.
   * Their `is` and `r-precision` are an upper bound for a generator of that size.
   */
  readonly realAtSize?:
    | ((size: ImageSize) => Images | Rows | undefined | Promise<Images | Rows | undefined>)
    | undefined;
  /**
   * For `is`: the class of each real image, 0 to C - 1; a classifier of features is learned from
   * them.
   */
  readonly classes?: ArrayLike<number> | undefined;
  /** For `is`, instead of `classes`: a trained classifier of features. */
  readonly classifier?: Lazy<ClassifierHead> | undefined;
  /**
   * For `r-precision`: a head that was trained on other images and captions than those measured.
   */
  readonly matching?: Lazy<MatchingHead> | undefined;
  /** For `r-precision` and `attributes`: the captions whose rows `caption` of an image names. */
  readonly captions?: CaptionRows | undefined;
  /** For `attributes`. */
  readonly attributes?: AttributesInput | undefined;
  /** For `diversity`: several images of each of some captions, which `caption` tells apart. */
  readonly repeated?: Lazy<Images> | undefined;
  /**
   * For `diversity`: real images of the size of `repeated`, several that fit each of some captions,
   * which `caption` tells apart.
   */
  readonly repeatedReal?: ((size: ImageSize) => Images) | undefined;
  /** Seed of all random choices, such as subsets; default 0. */
  readonly seed?: number | undefined;
  /** Records networks once, for backends that gain by it. Default: runs them each time. */
  readonly trace?: Trace | undefined;
  /** Stops the work, which then throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Called with the progress. The work awaits the result, and stops if the listener throws. */
  readonly onProgress?: MeasureListener | undefined;
}

/** Width and height of an image, in pixels. */
export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/** Captions of real images, a row each. */
export interface CaptionRows {
  /** [M, T]; for `r-precision`. */
  readonly embeddings?: Lazy<Rows> | undefined;
  /** The row in `real` of each caption's image. */
  readonly imageOf: ArrayLike<number>;
}

/** Input of the metric `attributes`. */
export interface AttributesInput {
  readonly reader: AttributeReader;
  /**
   * For each attribute the positions of the values that a caption's word may mean; undefined where
   * it says nothing.
   */
  readonly stated: (caption: number) => readonly (readonly number[] | undefined)[];
  /** The real images of these rows, in this order, at the size of the generated ones. */
  readonly realImages: (rows: readonly number[], size: ImageSize) => Images;
}
