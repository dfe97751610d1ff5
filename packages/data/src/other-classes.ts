import type { SeededRandom } from '@stackgan/random';

import { DatasetError } from './errors.js';
import type { PreparedExample } from './prepared.js';

/** Draws examples of another class than a given one, each as likely as any other. */
export class OtherClasses {
  /** All examples, those of one class side by side. */
  readonly #examples: readonly PreparedExample[];
  readonly #ranges = new Map<number, { start: number; count: number }>();

  /** Throws {@link DatasetError} `empty` unless there are two classes. */
  constructor(examples: readonly PreparedExample[], directory: string) {
    this.#examples = [...examples].sort((a, b) => a.class - b.class);
    for (const [index, example] of this.#examples.entries()) {
      const range = this.#ranges.get(example.class);
      if (range) range.count++;
      else this.#ranges.set(example.class, { start: index, count: 1 });
    }
    if (this.#ranges.size < 2) {
      throw new DatasetError(
        'empty',
        directory,
        `${directory} has pictures of one class alone, so none is wrong for a caption; use mismatched captions`,
      );
    }
  }

  /** All examples of classes other than `own`, in order from a random one on, around the end. */
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
