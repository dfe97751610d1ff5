import type { BoundingBox } from '../images/bounding-box.js';

/** An image of a published data set, before its captions are read. */
export interface PublishedImage {
  /** As the pickles of the reference name it: `002.Laysan_Albatross/Laysan_Albatross_0002_1027`. */
  readonly id: string;
  readonly class: string;
  /** Relative to the folder of images. */
  readonly file: string;
  /** Its file of captions, relative to their folder and without its ending. */
  readonly text: string;
  readonly box?: BoundingBox;
  /** What it shows, if the data set says so. */
  readonly attributes?: Readonly<Record<string, string>>;
}
