import type { SquareImage } from './image.js';

/** Images to be measured. All metrics are computed from 8-bit images, as stored in files. */
export interface ImageSet {
  /** Their source, for the table. */
  readonly name: string;
  readonly count: number;
  /**
   * All images once, in batches of equal size. `captions` are rows in the embeddings of the data
   * set, for images that were drawn from captions.
   */
  batches(): AsyncIterable<{ images: SquareImage[]; captions?: readonly number[] }>;
}

/** Batch size, small enough for the memory of any network. */
export const BATCH = 16;
