import { checkImage, type RgbImage } from './rgb-image.js';

/** An image, and what it was generated from where a metric compares the two. */
export interface CaptionedImage extends RgbImage {
  /** Row of its caption: in the embeddings, among the statements, or any number that names it. */
  readonly caption?: number;
}

/**
 * Images one by one, all of one size: an array, or a generator that holds few of them at a time.
 */
export type Images = Iterable<CaptionedImage> | AsyncIterable<CaptionedImage>;

/** Images that a network sees at once: small enough for the memory of any network. */
const BATCH = 16;

/**
 * The images in arrays of 16; the last one may be shorter. Throws `MetricError` for images of
 * several sizes.
 */
export async function* imageBatches(images: Images): AsyncGenerator<CaptionedImage[]> {
  let batch: CaptionedImage[] = [];
  let first: RgbImage | undefined;
  let index = 0;
  for await (const image of images) {
    checkImage(image, index++, (first ??= image));
    batch.push(image);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/**
 * A batch of 16, for networks that are recorded: the last one repeats its first image, and is the
 * same graph.
 */
export const fullBatch = (batch: readonly RgbImage[]): RgbImage[] =>
  Array.from({ length: BATCH }, (_, index) => batch[index] ?? batch[0]!);
