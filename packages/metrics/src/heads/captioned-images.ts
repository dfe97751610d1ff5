import type { SeededRandom } from '@stackgan/random';
import { MetricError } from '../shared/metric-error.js';
import { checkRows, type Rows } from '../shared/rows.js';
import { numberRows } from './number-rows.js';

/** Pairs of different images, each with one of its captions. */
export interface PairBatch {
  readonly images: readonly number[];
  readonly captions: readonly number[];
  /** [B, B]: 1 where caption j, of another image, is a caption of image i, too; else 0. */
  readonly shared: Float32Array;
}

/** Images with their captions; captions with equal embeddings count as one. */
export class CaptionedImages {
  /** Rows of the captions of each image. */
  private readonly captionsOf: number[][];
  /** The numbers of each image's captions, from `textOf`. */
  private readonly saidOf: Set<number>[];
  /** For each caption a number, the same for equal embeddings. */
  private readonly textOf: number[];
  private order: number[] = [];

  /**
   * Throws {@link MetricError} for an image without captions, or captions that are all the same.
   */
  constructor(captions: Rows, imageOf: ArrayLike<number>, count: number) {
    const rows = checkRows('captions', captions);
    if (imageOf.length !== rows) {
      throw new MetricError('shape', `imageOf has ${imageOf.length} rows for ${rows} captions`);
    }
    this.textOf = numberRows(captions);
    if (new Set(this.textOf).size < 2) {
      throw new MetricError('meaningless', 'All captions are the same: nothing can be told apart');
    }
    this.captionsOf = Array.from({ length: count }, () => []);
    for (let caption = 0; caption < rows; caption++) {
      const image = imageOf[caption]!;
      const own = this.captionsOf[image];
      if (!own) {
        const what = `Caption ${caption} is of image ${image}`;
        throw new MetricError('shape', `${what}: give rows from 0 to ${count - 1}`);
      }
      own.push(caption);
    }
    const mute = this.captionsOf.findIndex((own) => own.length === 0);
    if (mute >= 0) throw new MetricError('shape', `Image ${mute} has no caption; leave it out`);
    this.saidOf = this.captionsOf.map((own) => new Set(own.map((row) => this.textOf[row]!)));
  }

  /** The next images of a pass in random order; an incomplete batch at its end is dropped. */
  nextBatch(size: number, random: SeededRandom): PairBatch {
    if (this.order.length < size) {
      this.order = random.shuffle(Array.from(this.captionsOf.keys()));
    }
    const images = this.order.splice(0, size);
    const captions = images.map((image) => {
      const own = this.captionsOf[image]!;
      return own[random.integer(own.length)]!;
    });
    const isSaidOf = (i: number, j: number): boolean =>
      this.saidOf[images[i]!]!.has(this.textOf[captions[j]!]!);
    const shared = Float32Array.from({ length: size * size }, (_, at) => {
      const [i, j] = [Math.floor(at / size), at % size];
      return i !== j && isSaidOf(i, j) ? 1 : 0;
    });
    return { images, captions, shared };
  }
}
