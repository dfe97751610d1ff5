import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { PreparedDataset, PreparedExample } from '@stackgan/data';
import type { FeatureExtractor } from '@stackgan/metrics';
import { seededNoise, type CaptionEncoder } from '@stackgan/stage2';
import { UsageError } from '../shared/errors.js';
import { nearestTraining } from '../evaluation/nearest-training.js';
import { largestSize } from '../evaluation/real-pictures.js';
import { workProgress } from '../shared/work-progress.js';
import { encodePicture, type Picture } from '../pictures/picture.js';
import { drawPictureGrid, type GridBlock } from '../pictures/picture-grid.js';
import { writeFileAtomically } from '../files/write-atomically.js';
import { drawRows } from '../sampling/draw-rows.js';
import type { OpenedCascade } from '../sampling/open-cascade.js';
import type { Context } from '../shared/context.js';

/** A larger grid would open nowhere. */
const MOST_PICTURES = 100;
const MOST_NEIGHBOURS = 16;
const TILE = 160;

/** What to draw, and how many training pictures to show beside each. */
export interface NearestOptions {
  readonly captions: readonly string[];
  readonly seeds: readonly number[];
  readonly meanOnly: boolean;
  readonly count: number;
}

/** Throws UsageError for more or fewer pictures than a grid shows. */
export function requireFew({ captions, seeds, count }: NearestOptions): void {
  if (count < 1 || count > MOST_NEIGHBOURS) {
    throw new UsageError(`--nearest ${count}: ask for 1 to ${MOST_NEIGHBOURS} training pictures`);
  }
  const drawn = captions.length * seeds.length;
  if (drawn > MOST_PICTURES) {
    throw new UsageError(
      `--nearest shows ${MOST_PICTURES} drawn pictures at most, not ${drawn}; give fewer captions or --seeds`,
    );
  }
}

/**
 * Draws every caption with every seed into `out`, and `nearest.png`: beside each picture the training pictures nearest to
 * it by features of `extractor`, the paper's check against memorising. Returns a line that says how near they are, and
 * how near they are to held-out pictures, which nobody memorised.
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
  const say = workProgress('drawing', 'pictures', { console, signal });
  const onProgress = (done: number) => say(done, wanted.length);
  const pictures = await drawRows(opened, wanted, { signal, onProgress });
  await mkdir(out, { recursive: true });
  for (const [index, picture] of pictures.entries()) {
    const { index: caption, seed } = wanted[index]!;
    const name = `${String(caption).padStart(3, '0')}-seed${seed}.png`;
    await writeFileAtomically(join(out, name), await encodePicture(picture));
  }

  const { found, median, heldOutMedian } = await nearestTraining(pictures, count, sources, {
    console,
    signal,
  });
  const blocks: GridBlock[] = [];
  for (const [index, neighbours] of found.entries()) {
    const shown = await Promise.all(
      neighbours.map(({ example }) => readReal(sources.dataset, example)),
    );
    const distances = neighbours.map(({ distance }) => distance.toFixed(2)).join(', ');
    const { caption, seed } = wanted[index]!;
    blocks.push({
      ...{ caption: `${caption}, seed ${seed}`, end: `distances ${distances}` },
      lines: [[pictures[index]!, ...shown]],
    });
  }
  const title = 'Left the drawn picture, then the nearest training pictures';
  const grid = await drawPictureGrid({ title, blocks, tile: TILE });
  await writeFileAtomically(join(out, 'nearest.png'), grid);
  const compared =
    heldOutMedian === undefined ? '' : `; of held-out pictures ${heldOutMedian.toFixed(2)}`;
  return `distance to the nearest training picture, median: of drawn pictures ${median.toFixed(2)}${compared} (${sources.extractor.name})`;
}

async function readReal(dataset: PreparedDataset, example: PreparedExample): Promise<Picture> {
  const imageSize = largestSize(dataset);
  return {
    size: dataset.storedSize(imageSize),
    data: await dataset.readPicture(example, imageSize),
  };
}
