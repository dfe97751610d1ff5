import type { ImageError } from '@stackgan/stage2';
import { RunDirectoryError } from '../shared/errors.js';

/**
 * Throws `error`; in place of an ImageError, a RunDirectoryError that says that `snapshot` is
 * damaged.
 */
export const explainDamage =
  (snapshot: string) =>
  (error: Error): never => {
    if (error.name !== 'ImageError') throw error;
    const { value } = error as ImageError;
    throw new RunDirectoryError(
      `${snapshot} draws ${value}; it is damaged: use another snapshot`,
      snapshot,
    );
  };
