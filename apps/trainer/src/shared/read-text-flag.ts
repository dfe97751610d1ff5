import type { DatasetError } from '@stackgan/data';
import { UsageError } from './errors.js';

/**
 * What `read` returns for the text file of a flag. Its DatasetError becomes a UsageError that names
 * the flag.
 */
export async function readTextFlag<T>(
  flag: string,
  file: string,
  wanted: string,
  read: (path: string) => Promise<T>,
): Promise<T> {
  try {
    return await read(file);
  } catch (error) {
    const { fault, message } = error as DatasetError;
    if (fault === 'source') throw new UsageError(`${flag} ${file} cannot be read; ${wanted}`);
    if (fault === 'text') throw new UsageError(`${flag} ${message}`);
    throw error;
  }
}
