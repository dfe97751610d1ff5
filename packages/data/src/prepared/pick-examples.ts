import { SeededRandom } from '@stackgan/random';

import type { PreparedDataset, PreparedExample } from './prepared-dataset.js';
import type { Split } from '../source/dataset-source.js';

/**
 * Picks `count` examples of a split by `seed`, of as many classes as possible, for previews with
 * the same captions throughout a run. Returns fewer if the split is smaller.
 */
export function pickExamples(
  dataset: Pick<PreparedDataset, 'examples'>,
  { split, count, seed = 0 }: { split: Split; count: number; seed?: number },
): PreparedExample[] {
  const members = dataset.examples.filter((example) => example.split === split);
  const shuffled = new SeededRandom(seed).fork('preview').shuffle(members);
  const rounds = new Map<number, number>();
  // The n-th example of a class comes after the first n - 1 of all other classes.
  const ranked = shuffled.map((example) => {
    const round = rounds.get(example.class) ?? 0;
    rounds.set(example.class, round + 1);
    return { example, round };
  });
  ranked.sort((a, b) => a.round - b.round);
  return ranked.slice(0, count).map(({ example }) => example);
}
