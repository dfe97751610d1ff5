import { DatasetError } from './errors.js';

/** Turns "no space left" into a {@link DatasetError} that names the folder; returns others. */
export function describeDiskFault(error: unknown, folder: string): unknown {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return error;
  return new DatasetError(
    'disk-full',
    folder,
    `The disk is full (${code}) while writing ${folder}; free some space or choose another folder`,
    { cause: error },
  );
}
