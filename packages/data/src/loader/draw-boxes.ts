import type { SeededRandom } from '@stackgan/random';

import type { PreparedDataset } from '../prepared/prepared-dataset.js';
import { drawExample } from './draw-example.js';
import { boxInWindow } from './write-example.js';

/**
 * The boxes [N, 4] of the N training images as batches of `imageSize` have them, see
 * `HostBatch.boxes`: each in one window that `random` draws. Undefined if an image has no box.
 */
export function drawBoxes(
  dataset: PreparedDataset,
  imageSize: number,
  random: SeededRandom,
): Float32Array | undefined {
  const stored = dataset.storedSize(imageSize);
  const { flip } = dataset.info.options;
  const window = { captions: 0, captionsPerExample: 0, margin: stored - imageSize, flip };
  const rows: number[] = [];
  for (const { split, box } of dataset.examples) {
    if (split !== 'train') continue;
    if (box === undefined) return undefined;
    rows.push(...boxInWindow(box, imageSize, stored, drawExample(random, window)));
  }
  return Float32Array.from(rows);
}
