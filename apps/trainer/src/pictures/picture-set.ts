import type { Picture } from './picture.js';

/** Pictures to be measured; all numbers are of 8-bit pictures, as files hold them. */
export interface PictureSet {
  /** Where they are from, for the table. */
  readonly name: string;
  readonly count: number;
  /**
   * All of them once, in batches of one size. `captions` are rows of the data set's embeddings, for pictures that
   * were drawn of captions.
   */
  batches(): AsyncIterable<{ pictures: Picture[]; captions?: readonly number[] }>;
}

/** Pictures that are worked on at once: small enough for any network's memory. */
export const BATCH = 16;
