import { fault, isCount } from './fault.js';
import { PickleTuple } from './pickle-stack.js';
import { maximumRank } from './pth-limits.js';

/** A shape or strides in a pickle. */
export function readSizes(value: unknown): number[] {
  const sizes = value instanceof PickleTuple ? value.items : undefined;
  if (sizes === undefined || sizes.length > maximumRank || !sizes.every(isCount)) {
    throw fault(`a shape or strides are not up to ${maximumRank} whole numbers >= 0`);
  }
  return [...sizes];
}
