import type { AttributeReader } from '../attributes/attribute-reader.js';
import type { FeatureCache } from '../extractors/feature-cache.js';
import type { FeatureExtractor } from '../extractors/feature-extractor.js';
import type { ClassifierHead } from '../heads/classifier-head.js';
import type { MatchingHead } from '../heads/matching-head.js';
import type { Images } from '../images/images.js';
import type { Rows } from '../shared/rows.js';
import type { Trace } from '../shared/trace.js';
import type { MetricName } from './metric-name.js';

/** A value, or a function that makes it when it is needed, and not before. */
export type Lazy<T> = T | (() => T | Promise<T>);

/** The value of a {@link Lazy}. */
export const valueOf = async <T extends object>(lazy: Lazy<T>): Promise<T> =>
  typeof lazy === 'function' ? (lazy as () => T | Promise<T>)() : lazy;

/** What `measure` is doing: the images of a set go by, or a metric is computed. */
export type MeasureStage = 'real' | 'generated' | 'realAtSize' | 'repeated' | MetricName;

/** Told of 0 done when a stage begins; `total` is unknown of images that do not come in an array. */
export type MeasureListener = (
  stage: MeasureStage,
  done: number,
  total: number | undefined,
) => void | Promise<void>;

/** What `measure` measures, and what with. */
export interface MeasureInput {
  /** What to compute, in this order. */
  readonly metrics: readonly MetricName[];
  /** The images in question; `r-precision` and `attributes` need the caption of each. */
  readonly generated: Images;
  /** Real images, or their features by `extractor`; for all metrics but `diversity` and `attributes`. */
  readonly real?: Images | Rows | undefined;
  /** For the same metrics; see `createMixed5Extractor` and `createModelExtractor`. */
  readonly extractor?: FeatureExtractor | undefined;
  /** Keeps the features of `real` from one call to the next; one cache for each set of real images. */
  readonly cache?: FeatureCache | undefined;
  /**
   * Real images (or their features) at the size of the generated ones, whose `is` and `r-precision` are
   * then given, too: what a generator of this size can reach. In the order of `real`.
   */
  readonly realAtSize?:
    | ((size: ImageSize) => Images | Rows | undefined | Promise<Images | Rows | undefined>)
    | undefined;
  /** For `is`: the class of each real image, 0 to C - 1; a classifier of features is learned from them. */
  readonly classes?: ArrayLike<number> | undefined;
  /** For `is`: a classifier of features that has learned, instead of `classes`. */
  readonly classifier?: Lazy<ClassifierHead> | undefined;
  /** For `r-precision`: learned from images and captions other than those that are measured. */
  readonly matching?: Lazy<MatchingHead> | undefined;
  /** For `r-precision` and `attributes`: what `caption` of an image is the row of. */
  readonly captions?: CaptionRows | undefined;
  /** For `attributes`. */
  readonly attributes?: AttributesInput | undefined;
  /** For `diversity`: several images of each of some captions, which `caption` tells apart. */
  readonly repeated?: Lazy<Images> | undefined;
  /** Draws whatever a metric draws, such as subsets; default 0. */
  readonly seed?: number | undefined;
  /** Records networks once, for backends that gain by it. Default: runs them each time. */
  readonly trace?: Trace | undefined;
  /** Ends the work with its reason. */
  readonly signal?: AbortSignal | undefined;
  /** Told how far the work is; work waits for what it returns, and ends where it throws. */
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

/** What `attributes` compares. */
export interface AttributesInput {
  readonly reader: AttributeReader;
  /** For each attribute the positions of the values that a caption's word may mean; undefined where it says nothing. */
  readonly stated: (caption: number) => readonly (readonly number[] | undefined)[];
  /** The real images of these rows, in this order, at the size of the generated ones. */
  readonly realImages: (rows: readonly number[], size: ImageSize) => Images;
}
