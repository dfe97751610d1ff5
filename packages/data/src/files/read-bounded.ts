import { readFile, stat } from 'node:fs/promises';

import { DatasetError } from '../shared/errors.js';

/** Reads a file of at most so many bytes; see {@link readBounded}. */
export type ReadFile = (path: string, maxBytes: number) => Promise<Uint8Array>;

/**
 * The bytes of a file from elsewhere. Throws {@link DatasetError} `source` for what is not a file,
 * such as a pipe, for a file that cannot be read, and for one of more than `maxBytes`, before any
 * memory is allocated.
 */
export async function readBounded(path: string, maxBytes: number): Promise<Uint8Array> {
  const refuse = (reason: string, cause?: unknown) =>
    new DatasetError('source', path, `${path} ${reason}`, { cause });
  const found = await stat(path).catch((cause: unknown) => {
    throw refuse('does not exist or cannot be read', cause);
  });
  if (!found.isFile()) throw refuse('is not a file');
  if (found.size > maxBytes) {
    throw refuse(`has ${found.size} bytes; at most ${maxBytes} are read`);
  }
  return readFile(path).catch((cause: unknown) => {
    throw refuse('cannot be read', cause);
  });
}
