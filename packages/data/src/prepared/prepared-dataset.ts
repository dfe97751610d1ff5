import type { EncoderIdentity } from '@stackgan/text';

import type { RelativeBox } from '../images/bounding-box.js';
import type { Preprocessing } from '../images/preprocessing.js';
import type { ImageOptions, Split, Statement } from '../source/dataset-source.js';

/** An attribute of a data set's images; the index of a value is its class id in metrics. */
export interface PreparedAttribute {
  readonly name: string;
  readonly values: readonly string[];
}

/** `dataset.json` of a prepared folder. */
export interface PreparedInfo {
  readonly formatVersion: 1;
  readonly name: string;
  readonly licence: string;
  readonly attribution: string;
  readonly options: ImageOptions;
  /** How images were cropped and resized; if missing, by the defaults and without boxes. */
  readonly preprocessing?: Preprocessing;
  /** The encoder that made the embeddings. */
  readonly encoder: Required<EncoderIdentity>;
  /** Image sizes that can be loaded, e.g. [64, 256]. */
  readonly imageSizes: readonly number[];
  /** The index in this list is the class id. */
  readonly classNames: readonly string[];
  /** Attributes in order of first appearance; missing if the source has none. */
  readonly attributes?: readonly PreparedAttribute[];
  readonly counts: {
    readonly train: number;
    readonly test: number;
    readonly captions: number;
    /** Number of images that were cropped around their box. */
    readonly boxes?: number;
  };
  /** Ids of images that could not be decoded and were skipped. */
  readonly undecodable: readonly string[];
  /** Size of every other file in bytes, to detect an incomplete copy. */
  readonly files: Readonly<Record<string, number>>;
}

/** One example of a prepared data set. */
export interface PreparedExample {
  /** Index in `dataset.examples`. */
  readonly index: number;
  readonly id: string;
  /** Class id; `info.classNames[class]` is its name. */
  readonly class: number;
  readonly split: Split;
  readonly captions: readonly string[];
  /** What the image shows, and what each caption states; see `SourceExample`. */
  readonly attributes?: Readonly<Record<string, string>>;
  readonly statements?: readonly Statement[];
  /**
   * The object's place in the stored image; missing if the source does not tell, and in data sets
   * that an older version prepared.
   */
  readonly box?: RelativeBox;
}

/** An opened prepared folder: captions in memory, embeddings and images on disk. */
export interface PreparedDataset {
  readonly directory: string;
  readonly info: PreparedInfo;
  readonly examples: readonly PreparedExample[];
  /**
   * Embeddings of the example's captions, row-major [captions, T], read from the disk. Throws
   * `DatasetError` `closed` after `close`.
   */
  readonly embeddings: (example: PreparedExample) => Float32Array;
  /**
   * The image as stored for `imageSize`, RGB bytes HWC; its side is `storedSize(imageSize)`.
   * Throws `DatasetError` `size` for a size that was not prepared, `image` for an image that cannot
   * be decoded.
   */
  readonly readImage: (example: PreparedExample, imageSize: number) => Promise<Uint8Array>;
  /** Side of the stored images: `imageSize`, or 76/64 of it if the data set crops. */
  readonly storedSize: (imageSize: number) => number;
  /** Closes the files of embeddings and images. */
  readonly close: () => Promise<void>;
}
