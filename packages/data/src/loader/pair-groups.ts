import type { PreparedExample } from '../prepared/prepared-dataset.js';

/** Which captions are wrong for an image: those of other groups. */
export interface PairGroups {
  /** What a group is: a class; or, where all examples are of one class, an image. */
  readonly by: 'class' | 'image';
  readonly groupOf: (example: PreparedExample) => number;
}

/**
 * The groups of `examples`. Captions of a class may describe all of its images, so a wrong one is of another class. Where
 * there is no other class it is that of another image: without any wrong caption nobody would learn to read.
 */
export function pairGroups(examples: readonly PreparedExample[]): PairGroups {
  const isOneClass = examples.every((example) => example.class === examples[0]!.class);
  return isOneClass
    ? { by: 'image', groupOf: ({ index }) => index }
    : { by: 'class', groupOf: (example) => example.class };
}
