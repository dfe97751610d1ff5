import * as tf from '@tensorflow/tfjs-core';
import { DivergenceError } from '../shared/errors.js';
import type { Losses } from '../shared/tick-statistics.js';

/** Reads and disposes of the scalars of a step; throws DivergenceError if one is not finite. */
export async function readLosses(
  scalars: Readonly<Record<string, tf.Scalar>>,
  { step, lastState }: { step: number; lastState: string | undefined },
): Promise<Losses> {
  const names = Object.keys(scalars);
  const values = await Promise.all(Object.values(scalars).map((scalar) => scalar.data()));
  tf.dispose(Object.values(scalars));
  const losses = Object.fromEntries(names.map((name, index) => [name, values[index]?.[0] ?? NaN]));
  for (const [name, value] of Object.entries(losses)) {
    if (!Number.isFinite(value)) throw new DivergenceError(step, name, value, lastState);
  }
  return losses;
}
