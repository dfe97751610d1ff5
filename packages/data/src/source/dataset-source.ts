import type { BoundingBox } from '../images/bounding-box.js';

/** Which part of a data set an example belongs to. */
export type Split = 'train' | 'test';

/**
 * What a caption states: attributes by their names, each with every value that its word may mean. `brown hair` is
 * `{ 'hair colour': ['brown', 'dark brown'] }`; `{}` states nothing.
 */
export type Statement = Readonly<Record<string, readonly string[]>>;

/** One image with its captions, before preparation. */
export interface SourceExample {
  /** Unique within the source; names the image in messages. */
  readonly id: string;
  /** Class name; pairs of the same class are not used as mismatched. */
  readonly class: string;
  /** At least one; the first one stands for the image in previews. */
  readonly captions: readonly string[];
  /** Where each caption is from, such as `tom.txt, line 3`; names it in messages. */
  readonly captionPlaces?: readonly string[];
  readonly split: Split;
  /** Where its object is; the image is cut around it, see `Preprocessing.objectCrop`. */
  readonly box?: BoundingBox;
  /**
   * What the image shows, in plain words: `{ glasses: 'round glasses' }`. An attribute that it does not have, such as
   * the colour of hair under a hat, is left out.
   */
  readonly attributes?: Readonly<Record<string, string>>;
  /** What each caption states of them, in the order of `captions`. */
  readonly statements?: readonly Statement[];
  /** The encoded image (WebP, PNG, JPEG, SVG, …), read when it is needed. */
  readonly image: () => Promise<Uint8Array>;
}

/** How the loader cuts images; part of the data set, since it decides the stored sizes. */
export interface ImageOptions {
  /** Store images 76/64 times as large and cut a random window of the wanted size. */
  readonly crop: boolean;
  /** Mirror every other image, at random. */
  readonly flip: boolean;
}

/** Anything that yields examples: {@link emojiSource}, or your own images. */
export interface DatasetSource {
  readonly name: string;
  readonly licence: string;
  /** Who made the images and the words. */
  readonly attribution: string;
  readonly options: ImageOptions;
  /** How many examples there are, if known beforehand; for progress only. */
  readonly size?: number;
  /** A sentence for whatever lies there and is not read, or was changed in reading. */
  readonly notices?: readonly string[];
  /** All are taken before the first image is read, so that a caption's fault comes first. */
  readonly examples: () => AsyncIterable<SourceExample> | Iterable<SourceExample>;
}
