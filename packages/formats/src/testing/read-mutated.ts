import fc from 'fast-check';
import { expect } from 'vitest';

import { FormatError } from '../shared/errors.js';
import { edits, mutate, MUTATIONS } from './mutate.js';

/**
 * Has `read` read changed copies of `originals`, and expects that it does, or throws a FormatError.
 * It gets the copy and the index of its original, and throws anything else for a value that it must
 * not give, such as one that takes too much memory. `meaningful` are bytes that mean something in
 * the format; at least the share `leastRead` of the copies must be read.
 */
export function readMutated(
  originals: readonly Uint8Array[],
  {
    meaningful,
    seed,
    leastRead = 0.05,
  }: {
    readonly meaningful: Iterable<number>;
    readonly seed: number;
    readonly leastRead?: number;
  },
  read: (file: Uint8Array, index: number) => void,
): void {
  let count = 0;
  const property = fc.property(
    fc.nat(originals.length - 1),
    edits(meaningful),
    (index, changes) => {
      const file = mutate(originals[index]!, changes, originals);
      try {
        read(file, index);
        count += 1;
      } catch (error) {
        if (!(error instanceof FormatError)) throw error;
      }
    },
  );
  fc.assert(property, { seed, numRuns: MUTATIONS });
  // Both outcomes must be common, or the mutations are too weak or too strong to show anything.
  expect(count).toBeGreaterThan(leastRead * MUTATIONS);
  expect(count).toBeLessThan(0.95 * MUTATIONS);
}
