import type { PictureError } from '@stackgan/stage2';
import { DivergenceError } from '../shared/errors.js';

/** Pictures that are drawn while a network learns: where they are NaN, it has diverged. Throws DivergenceError. */
export function orDiverged<T>(
  drawing: Promise<T>,
  { step, lastState }: { step: number; lastState: string | undefined },
): Promise<T> {
  return drawing.catch((error: Error) => {
    if (error.name !== 'PictureError') throw error;
    throw new DivergenceError(step, 'a drawn picture', (error as PictureError).value, lastState);
  });
}
