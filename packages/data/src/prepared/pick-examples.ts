import { SeededRandom } from '@stackgan/random';

import type { PreparedDataset, PreparedExample } from './prepared-dataset.js';
import type { Split } from '../source/dataset-source.js';

/**
 * `count` examples of a split, fixed by `seed`, of as many classes as there are: for previews whose
 * captions stay the same through a run. Fewer where the split is smaller.
 */
export function pickExamples(
  dataset: Pick<PreparedDataset, 'examples'>,
  { split, count, seed = 0 }: { split: Split; count: number; seed?: number },
): PreparedExample[] {
  const members = dataset.examples.filter((example) => example.split === split);
  const shuffled = new SeededRandom(seed).fork('preview').shuffle(members);
  const rounds = new Map<number, number>();
  // The n-th example of a class comes after all first, second, … ones of the others.
  const ranked = shuffled.map((example) => {
    const round = rounds.get(example.class) ?? 0;
    rounds.set(example.class, round + 1);
    return { example, round };
  });
  ranked.sort((a, b) => a.round - b.round);
  return ranked.slice(0, count).map(({ example }) => example);
}
