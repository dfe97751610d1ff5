import type { PreparedDataset } from '@stackgan/data';
import { SeededRandom } from '@stackgan/random';
import { UsageError } from '../shared/errors.js';
import { type CaptionTable, captionTable } from '../evaluation/caption-table.js';

/**
 * Rows of `table` with `count` captions of held-out images, each of a different image, chosen by
 * `seed`. Throws UsageError for more captions than images.
 */
export function heldOutCaptions(
  dataset: PreparedDataset,
  count: number,
  seed: number,
): { table: CaptionTable; rows: number[] } {
  const { counts, name } = dataset.info;
  if (counts.test < count) {
    throw new UsageError(
      `--captions ${count}: ${name} has ${counts.test} held-out images, and each gives one caption; ask for fewer` +
        (counts.test === 0 ? ', of a data set with a test split' : ''),
    );
  }
  const table = captionTable(dataset, 'test');
  const shuffled = Array.from({ length: table.count }, (_, row) => row);
  new SeededRandom(seed).fork('captions').shuffle(shuffled);
  const ofImage = new Map<number, number>();
  for (const row of shuffled) {
    const image = table.examples[row]!;
    if (!ofImage.has(image)) ofImage.set(image, row);
  }
  return { table, rows: [...ofImage.values()].slice(0, count) };
}
