import { OptionError } from './option-error.js';

/** Throws an OptionError naming the first of `sizes` that is not a positive integer. */
export function requirePositiveIntegers(sizes: Readonly<Record<string, number>>): void {
  for (const [option, value] of Object.entries(sizes)) {
    if (!Number.isInteger(value) || value < 1) {
      throw new OptionError(option, value, 'give a positive integer');
    }
  }
}
