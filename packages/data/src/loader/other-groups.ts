import type { SeededRandom } from '@stackgan/random';

import { DatasetError } from '../shared/errors.js';
import type { PairGroups } from './pair-groups.js';
import type { PreparedExample } from '../prepared/prepared-dataset.js';

/** Draws examples of other groups than a given one, all with the same probability. */
export class OtherGroups {
  /** All examples, ordered by group. */
  readonly #examples: readonly PreparedExample[];
  readonly #ranges = new Map<number, { start: number; count: number }>();

  /** Throws {@link DatasetError} `empty` unless there are two groups. */
  constructor(
    examples: readonly PreparedExample[],
    groupOf: PairGroups['groupOf'],
    directory: string,
  ) {
    this.#examples = [...examples].sort((a, b) => groupOf(a) - groupOf(b));
    for (const [index, example] of this.#examples.entries()) {
      const group = groupOf(example);
      const range = this.#ranges.get(group);
      if (range) range.count++;
      else this.#ranges.set(group, { start: index, count: 1 });
    }
    if (this.#ranges.size < 2) {
      throw new DatasetError(
        'empty',
        directory,
        `${directory} has a single image, so none is wrong for its captions; prepare more images`,
      );
    }
  }

  /** All examples of groups other than `own`, in order from a random one, wrapping at the end. */
  *from(random: SeededRandom, own: number): Generator<PreparedExample> {
    const { start, count } = this.#ranges.get(own) ?? { start: 0, count: 0 };
    const others = this.#examples.length - count;
    const first = random.integer(others);
    for (let step = 0; step < others; step++) {
      const index = (first + step) % others;
      yield this.#examples[index < start ? index : index + count]!;
    }
  }
}
