import { SeededRandom } from '@stackgan/random';

import type { Split } from '../source/dataset-source.js';

/**
 * Assigns a share of `ids` to the test split by `seed`: at least one unless `fraction` is 0, but
 * never all, since a data set needs training images.
 */
export function splitAtRandom(
  ids: readonly string[],
  fraction: number,
  seed: number,
): (id: string) => Split {
  const share = fraction && Math.max(1, Math.round(ids.length * fraction));
  const count = Math.min(share, ids.length - 1);
  const test = new Set(new SeededRandom(seed).shuffle([...ids]).slice(0, count));
  return (id) => (test.has(id) ? 'test' : 'train');
}
