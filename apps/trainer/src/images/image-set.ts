import type { SquareImage } from './image.js';

/** Images to be measured; all numbers are of 8-bit images, as files hold them. */
export interface ImageSet {
  /** Where they are from, for the table. */
  readonly name: string;
  readonly count: number;
  /**
   * All of them once, in batches of one size. `captions` are rows of the data set's embeddings, for images that
   * were drawn of captions.
   */
  batches(): AsyncIterable<{ images: SquareImage[]; captions?: readonly number[] }>;
}

/** Images that are worked on at once: small enough for any network's memory. */
export const BATCH = 16;
