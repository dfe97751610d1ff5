import { OptionError } from './option-error.js';

/** Throws an OptionError unless `value`, the value of `option`, is one of `choices`. */
export function requireOneOf(option: string, value: number, choices: readonly number[]): void {
  if (!choices.includes(value)) {
    throw new OptionError(option, value, `give ${choices.join(' or ')}`);
  }
}
