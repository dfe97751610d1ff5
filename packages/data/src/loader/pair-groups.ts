import type { PreparedExample } from '../prepared/prepared-dataset.js';

/** Groups of examples: captions of another group do not describe an image. */
export interface PairGroups {
  /** What a group is: a class, or an image if all examples are of one class. */
  readonly by: 'class' | 'image';
  readonly groupOf: (example: PreparedExample) => number;
}

/**
 * The groups of `examples`. A caption may describe any image of its class, so a wrong caption is
 * one of another class. If there is only one class, it is a caption of another image: without wrong
 * captions a discriminator would not learn to use captions.
 */
export function pairGroups(examples: readonly PreparedExample[]): PairGroups {
  const isOneClass = examples.every((example) => example.class === examples[0]!.class);
  return isOneClass
    ? { by: 'image', groupOf: ({ index }) => index }
    : { by: 'class', groupOf: (example) => example.class };
}
