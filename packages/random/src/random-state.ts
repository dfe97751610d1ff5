import { RandomError } from './errors.js';

/** Everything a {@link SeededRandom} needs to resume exactly where it was, as plain JSON. */
export interface RandomState {
  readonly algorithm: 'xoroshiro128plus';
  /** The generator's four 32-bit words. */
  readonly words: readonly number[];
  /** Second number of the last Box-Muller pair if it has not been used yet, else null. */
  readonly spareNormal: number | null;
}

/** Checks a state read from a file; throws {@link RandomError} for anything else. */
export function validateRandomState(state: RandomState): RandomState {
  const words: unknown = state?.words;
  const wordsAreValid =
    Array.isArray(words) && words.length === 4 && words.every((word) => word === (word | 0));
  const allZero = wordsAreValid && words.every((word) => word === 0);
  const spare: unknown = state?.spareNormal;
  if (
    state?.algorithm !== 'xoroshiro128plus' ||
    !wordsAreValid ||
    allZero ||
    !(spare === null || (typeof spare === 'number' && Number.isFinite(spare)))
  ) {
    throw new RandomError(
      `Not a saved random state: ${JSON.stringify(state)}; pass what getState() returned`,
      state,
    );
  }
  return state;
}
