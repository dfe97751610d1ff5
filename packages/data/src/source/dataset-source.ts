import type { EncoderIdentity } from '@stackgan/text';

import type { BoundingBox } from '../images/bounding-box.js';

/** The part of a data set that an example belongs to. */
export type Split = 'train' | 'test';

/**
 * What a caption states: attributes by name, each with all values that its word can mean. `brown
 * hair` is `{ 'hair colour': ['brown', 'dark brown'] }`; `{}` states nothing.
 */
export type Statement = Readonly<Record<string, readonly string[]>>;

/** One image with its captions, before preparation. */
export interface SourceExample {
  /** Unique within the source; names the image in messages. */
  readonly id: string;
  /** Class name; a caption is not used as wrong for images of its own class. */
  readonly class: string;
  /** At least one; previews show the first one. */
  readonly captions: readonly string[];
  /** The place of each caption for messages, such as `tom.txt, line 3`. */
  readonly captionPlaces?: readonly string[];
  readonly split: Split;
  /** The object's place, which the image is cropped around, see `Preprocessing.objectCrop`. */
  readonly box?: BoundingBox;
  /**
   * What the image shows, in plain words: `{ glasses: 'round glasses' }`. Attributes that it does
   * not have, such as the colour of hair under a hat, are left out.
   */
  readonly attributes?: Readonly<Record<string, string>>;
  /** The attributes that each caption states, in the order of `captions`. */
  readonly statements?: readonly Statement[];
  /**
   * The embeddings of `captions` [captions, dimension], row-major, which all examples of a source
   * with an `encoder` have.
   */
  readonly embeddings?: Float32Array;
  /** Reads the encoded image (WebP, PNG, JPEG, SVG, …); called when it is needed. */
  readonly image: () => Promise<Uint8Array>;
}

/** How the loader draws examples; part of the data set because stored sizes depend on it. */
export interface ImageOptions {
  /** Store images 76/64 times as large and crop them at random to the wanted size. */
  readonly crop: boolean;
  /** Mirror half of the images, at random. */
  readonly flip: boolean;
  /**
   * Number of captions, drawn at random, whose embeddings are averaged for an image, unless a loader
   * has its own. Avatars and emoji do not say it.
   */
  readonly captionsPerDraw?: number;
}

/** Anything that yields examples, such as `emojiSource` or your own images. */
export interface DatasetSource {
  readonly name: string;
  readonly licence: string;
  /** Authors of images and captions. */
  readonly attribution: string;
  readonly options: ImageOptions;
  /** Number of examples if known beforehand, for progress only. */
  readonly size?: number;
  /** The encoder that made `embeddings`, if the examples bring them. */
  readonly encoder?: Required<EncoderIdentity>;
  /** A sentence per kind of file that was not read, or of text that was changed in reading. */
  readonly notices?: readonly string[];
  /** All are taken before the first image is read, so that captions are checked first. */
  readonly examples: () => AsyncIterable<SourceExample> | Iterable<SourceExample>;
  /** Closes archives that images are read from, when no more are. */
  readonly close?: () => Promise<void>;
}
