import type { Values } from './values.js';

/** The tensor that is furthest from its reference. */
export interface Difference {
  readonly tensor: string;
  /** Largest difference of two values, in units of the reference tensor's largest value. */
  readonly relative: number;
}

/** Compares all tensors; throws an Error where names or sizes are not the same. */
export function difference(values: Values, reference: Values): Difference {
  const names = Object.keys(reference);
  if (String(Object.keys(values)) !== String(names)) throw new Error('other tensors');
  const differences = names.map((tensor): Difference => {
    const [found, expected] = [values[tensor]!, reference[tensor]!];
    if (found.length !== expected.length) throw new Error(`${tensor} has another size`);
    const most = largest(expected.map((value, index) => value - found[index]!));
    return { tensor, relative: most / largest(expected) };
  });
  return differences.reduce((worst, next) => (next.relative <= worst.relative ? worst : next));
}

/** The largest magnitude; NaN counts as the largest of all. */
function largest(values: readonly number[]): number {
  return values.reduce((most, value) => (Math.abs(value) <= most ? most : Math.abs(value)), 0);
}
