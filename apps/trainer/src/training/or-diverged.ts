import type { ImageError } from '@stackgan/stage2';
import { DivergenceError } from '../shared/errors.js';

/** Reads images of a network in training. Throws DivergenceError for NaN. */
export function orDiverged<T>(
  drawing: Promise<T>,
  { step, lastState }: { step: number; lastState: string | undefined },
): Promise<T> {
  return drawing.catch((error: Error) => {
    if (error.name !== 'ImageError') throw error;
    throw new DivergenceError(step, 'a drawn image', (error as ImageError).value, lastState);
  });
}
