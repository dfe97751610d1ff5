import type { PreparedDataset, PreparedExample } from '@stackgan/data';
import { type FeatureExtractor, selectRows } from '@stackgan/metrics';
import type { SquareImage } from '../images/image.js';
import { requireTraining } from '../shared/require-training.js';
import { featuresOf } from './features-of.js';
import { nearestRows } from './nearest-rows.js';
import { BATCH } from '../images/image-set.js';
import { type RealFeatures, realFeatures } from './real-features.js';
import { largestSize } from './real-images.js';
import { type Progress, progressReporter } from '../shared/progress-reporter.js';

/** The nearest training images of some images. */
export interface NearestTraining {
  /** For each image the nearest, nearest first; distances are Euclidean, of features. */
  readonly found: readonly (readonly { example: PreparedExample; distance: number }[])[];
  /** Number of training images that were compared. */
  readonly compared: number;
  /** Median distance of an image to its nearest. */
  readonly median: number;
  /**
   * The same of held-out images at the size of `images`, which no generator memorised; undefined
   * without any.
   */
  readonly heldOutMedian: number | undefined;
}

/** Finds the `count` training images nearest to each of `images` by features of `extractor`. */
export async function nearestTraining(
  images: readonly SquareImage[],
  count: number,
  { dataset, extractor }: { dataset: PreparedDataset; extractor: FeatureExtractor },
  progress: Progress,
): Promise<NearestTraining> {
  requireTraining(dataset);
  const onReal = progressReporter(dataset.info.name, 'images', progress);
  const real = await realFeatures(dataset, extractor, onReal);
  const onQueries = progressReporter('features of drawn images', 'images', progress);
  const set = {
    ...{ name: 'drawn', count: images.length },
    async *batches() {
      for (let done = 0; done < images.length; done += BATCH) {
        yield { images: images.slice(done, done + BATCH) };
      }
    },
  };
  const queries = await featuresOf(set, extractor, onQueries);
  const ofSplit = (split: 'train' | 'test') =>
    dataset.examples.filter((example) => example.split === split);
  const rowsOf = (examples: readonly PreparedExample[], { rows }: RealFeatures) =>
    selectRows(
      rows,
      examples.map(({ index }) => index),
    );
  const train = ofSplit('train');
  const candidates = rowsOf(train, real);
  const found = nearestRows(queries, candidates, count).map((neighbours) =>
    neighbours.map(({ row, distance }) => ({ example: train[row]!, distance })),
  );
  // Features depend on the size of an image: held-out ones are measured at the size of the queries.
  const { size } = images[0]!;
  const onAtSize = progressReporter(`${dataset.info.name} at ${size}×${size}`, 'images', progress);
  const atSize =
    size === largestSize(dataset)
      ? real
      : await realFeatures(dataset, extractor, onAtSize, { side: size });
  const heldOut = nearestRows(rowsOf(ofSplit('test'), atSize), candidates, 1);
  return {
    found,
    compared: train.length,
    median: medianOfFirst(found)!,
    heldOutMedian: medianOfFirst(heldOut),
  };
}

/** Median distance of the first neighbours; the lower of two in the middle. */
function medianOfFirst(found: readonly (readonly { distance: number }[])[]): number | undefined {
  const sorted = found.map(([first]) => first!.distance).sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)];
}
