import type { PreparedDataset, PreparedExample } from '@stackgan/data';
import type { FeatureExtractor, Rows } from '@stackgan/metrics';
import type { Picture } from '../pictures/picture.js';
import { requireTraining } from '../shared/require-training.js';
import { extractFeatures } from './extract-features.js';
import { nearestRows } from './nearest-rows.js';
import { BATCH } from '../pictures/picture-set.js';
import { type RealFeatures, realFeatures } from './real-features.js';
import { largestSize } from './real-pictures.js';
import { joinRows, selectRows } from './rows.js';
import { type Progress, workProgress } from '../shared/work-progress.js';

/** The training pictures that are nearest to some pictures. */
export interface NearestTraining {
  /** For each picture the nearest, nearest first; distances are Euclidean, of features. */
  readonly found: readonly (readonly { example: PreparedExample; distance: number }[])[];
  /** Median distance of a picture to its nearest. */
  readonly median: number;
  /** The same of held-out pictures of the drawn size, which nobody memorised; undefined where there are none. */
  readonly heldOutMedian: number | undefined;
}

/** Finds the `count` training pictures nearest to each of `pictures` by features of `extractor`. */
export async function nearestTraining(
  pictures: readonly Picture[],
  count: number,
  { dataset, extractor }: { dataset: PreparedDataset; extractor: FeatureExtractor },
  progress: Progress,
): Promise<NearestTraining> {
  requireTraining(dataset);
  const sayReal = workProgress(dataset.info.name, 'pictures', progress);
  const real = await realFeatures(dataset, extractor, sayReal);
  const sayDrawn = workProgress('features of drawn pictures', 'pictures', progress);
  const queries = await featuresOf(pictures, extractor, (done) => sayDrawn(done, pictures.length));
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
  // At another size the same picture has other features, of the drawn and of the held-out ones alike.
  const { size } = pictures[0]!;
  const sayAtSize = workProgress(`${dataset.info.name} at ${size}×${size}`, 'pictures', progress);
  const atSize =
    size === largestSize(dataset)
      ? real
      : await realFeatures(dataset, extractor, sayAtSize, { side: size });
  const heldOut = nearestRows(rowsOf(ofSplit('test'), atSize), candidates, 1);
  return {
    found,
    median: medianOfFirst(found)!,
    heldOutMedian: medianOfFirst(heldOut),
  };
}

async function featuresOf(
  pictures: readonly Picture[],
  extractor: FeatureExtractor,
  onProgress: (done: number) => void,
): Promise<Rows> {
  const set = {
    ...{ name: 'drawn', count: pictures.length },
    async *batches() {
      for (let done = 0; done < pictures.length; done += BATCH) {
        yield { pictures: pictures.slice(done, done + BATCH) };
      }
    },
  };
  const parts: Rows[] = [];
  for await (const { features } of extractFeatures(set, extractor, onProgress)) {
    parts.push(features);
  }
  return joinRows(parts, extractor.features);
}

/** Median distance of the first neighbours; the lower of two in the middle. */
function medianOfFirst(found: readonly (readonly { distance: number }[])[]): number | undefined {
  const sorted = found.map(([first]) => first!.distance).sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)];
}
