import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { PreparedDataset, PreparedExample } from '@stackgan/data';
import type { FeatureExtractor } from '@stackgan/metrics';
import { seededNoise } from '@stackgan/stage2';
import type { CaptionEncoder } from '@stackgan/text';
import { UsageError } from '../shared/errors.js';
import { nearestTraining } from '../evaluation/nearest-training.js';
import { largestSize } from '../evaluation/real-images.js';
import { progressReporter } from '../shared/progress-reporter.js';
import { encodeImage, type SquareImage } from '../images/image.js';
import { drawImageGrid, type GridBlock } from '../images/image-grid.js';
import { writeFileAtomically } from '../files/write-atomically.js';
import {
  NEAREST_FILE,
  NEAREST_IMAGE,
  type NearestRecord,
} from '../run-directory/nearest-record.js';
import { drawRows } from '../sampling/draw-rows.js';
import type { OpenedCascade } from '../sampling/open-cascade.js';
import type { Context } from '../shared/context.js';

/** Image viewers fail to open larger grids. */
const MOST_IMAGES = 100;
const MOST_NEIGHBOURS = 16;
const TILE = 160;

/** Captions to draw, and the number of training images beside each image. */
export interface NearestOptions {
  readonly captions: readonly string[];
  readonly seeds: readonly number[];
  readonly meanOnly: boolean;
  readonly count: number;
}

/** Throws UsageError for more or fewer images than a grid shows. */
export function requireFew({ captions, seeds, count }: NearestOptions): void {
  if (count < 1 || count > MOST_NEIGHBOURS) {
    throw new UsageError(`--nearest ${count}: ask for 1 to ${MOST_NEIGHBOURS} training images`);
  }
  const drawn = captions.length * seeds.length;
  if (drawn > MOST_IMAGES) {
    throw new UsageError(
      `--nearest shows ${MOST_IMAGES} drawn images at most, not ${drawn}; give fewer captions or --seeds`,
    );
  }
}

/**
 * Draws every caption with every seed into `out`, and `nearest.png`: each image beside its nearest
 * training images by features of `extractor`, the paper's check against memorisation. Returns a
 * line with the median distance, and for comparison that to held-out images, which cannot be
 * memorised; `nearest.json` has both.
 */
export async function drawNearest(
  opened: OpenedCascade,
  encoder: CaptionEncoder,
  options: NearestOptions & { out: string },
  sources: { dataset: PreparedDataset; extractor: FeatureExtractor },
  { console, signal }: Context,
): Promise<string> {
  const { captions, seeds, meanOnly, count, out } = options;
  const values = await encoder.embed([...captions]);
  const wanted = captions.flatMap((caption, index) =>
    seeds.map((seed) => ({
      ...{ caption, seed, index },
      embedding: values.slice(index * encoder.dimension, (index + 1) * encoder.dimension),
      noise: seededNoise(opened.cascade.noiseVectors, seed, { meanOnly }),
    })),
  );
  const say = progressReporter('drawing', 'images', { console, signal });
  const onProgress = (done: number) => say(done, wanted.length);
  const images = await drawRows(opened, wanted, { signal, onProgress });
  await mkdir(out, { recursive: true });
  for (const [index, image] of images.entries()) {
    const { index: caption, seed } = wanted[index]!;
    const name = `${String(caption).padStart(3, '0')}-seed${seed}.png`;
    await writeFileAtomically(join(out, name), await encodeImage(image));
  }

  const progress = { console, signal };
  const nearest = await nearestTraining(images, count, sources, progress);
  const { found, compared, median, heldOutMedian } = nearest;
  const blocks: GridBlock[] = [];
  for (const [index, neighbours] of found.entries()) {
    const shown = await Promise.all(
      neighbours.map(({ example }) => readReal(sources.dataset, example)),
    );
    const distances = neighbours.map(({ distance }) => distance.toFixed(2)).join(', ');
    const { caption, seed } = wanted[index]!;
    blocks.push({
      ...{ caption: `${caption}, seed ${seed}`, end: `distances ${distances}` },
      lines: [[images[index]!, ...shown]],
    });
  }
  const title = 'Left the drawn image, then the nearest training images';
  const grid = await drawImageGrid({ title, blocks, tile: TILE });
  await writeFileAtomically(join(out, NEAREST_IMAGE), grid);
  const { dataset, extractor } = sources;
  const { train } = dataset.info.counts;
  const record: NearestRecord = {
    ...{ extractor: extractor.name, median, heldOutMedian },
    ...(compared < train && { sample: { images: compared, of: train } }),
  };
  await writeFileAtomically(join(out, NEAREST_FILE), `${JSON.stringify(record)}\n`);
  const ofHeldOut =
    heldOutMedian === undefined ? '' : `; of held-out images ${heldOutMedian.toFixed(2)}`;
  return `distance to the nearest training image, median: of drawn images ${median.toFixed(2)}${ofHeldOut} (${extractor.name})`;
}

async function readReal(dataset: PreparedDataset, example: PreparedExample): Promise<SquareImage> {
  const imageSize = largestSize(dataset);
  return {
    size: dataset.storedSize(imageSize),
    data: await dataset.readImage(example, imageSize),
  };
}
