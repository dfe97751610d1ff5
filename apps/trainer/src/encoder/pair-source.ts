import { type PairGroups, pairGroups, type PreparedExample } from '@stackgan/data';
import type { SeededRandom } from '@stackgan/random';
import type { ImageCaption } from './caption-network.js';

/** Draws images of different classes, or different images if there is one class, with a caption each. */
export class PairSource {
  /** What the images of a batch differ in. */
  readonly by: PairGroups['by'];
  readonly #groups: readonly (readonly PreparedExample[])[];

  constructor(examples: readonly PreparedExample[]) {
    const { by, groupOf } = pairGroups(examples);
    const groups = new Map<number, PreparedExample[]>();
    for (const example of examples) {
      const group = groups.get(groupOf(example));
      if (group) group.push(example);
      else groups.set(groupOf(example), [example]);
    }
    this.by = by;
    this.#groups = [...groups.values()];
  }

  /** The most pairs that `draw` can give. */
  get size(): number {
    return this.#groups.length;
  }

  /** `count` pairs of different groups. What is drawn depends on `random` alone. */
  draw(count: number, random: SeededRandom): ImageCaption[] {
    const order = Array.from(this.#groups.keys());
    return Array.from({ length: count }, (_, place) => {
      // A shuffle that ends after `count` groups.
      const other = place + random.integer(order.length - place);
      [order[place], order[other]] = [order[other]!, order[place]!];
      const group = this.#groups[order[place]]!;
      const example = group[random.integer(group.length)]!;
      return { example, caption: random.integer(example.captions.length) };
    });
  }
}
