import { type FormatError, readMat } from '@stackgan/formats';

import type { ReadFile } from '../files/read-bounded.js';
import { DatasetError } from '../shared/errors.js';

/** The published files have 502 bytes and 15 kB. */
const maxBytes = 2 ** 24;

/**
 * The lists of whole numbers from 1 on that a `.mat` file of Oxford-102 holds, by name. Throws
 * {@link DatasetError} `source` for a file that is none, or that lacks a list.
 */
export async function readNumbers<N extends string>(
  path: string,
  names: readonly N[],
  read: ReadFile,
): Promise<Record<N, number[]>> {
  const refuse = (reason: string, cause?: unknown): never => {
    throw new DatasetError('source', path, `${path}: ${reason}`, { cause });
  };
  const { tensors } = readTensors(await read(path, maxBytes));
  const lists = names.map((name): [N, number[]] => {
    const tensor = tensors[name];
    if (!tensor) return refuse(`it has no numbers ${name}; it is not that of Oxford-102`);
    const numbers = Array.from(tensor.data);
    const index = numbers.findIndex((number) => !Number.isInteger(number) || number < 1);
    if (index >= 0) {
      refuse(`number ${index + 1} of ${name} is ${numbers[index]}, not a whole number from 1 on`);
    }
    return [name, numbers];
  });
  return Object.fromEntries(lists) as Record<N, number[]>;

  function readTensors(bytes: Uint8Array) {
    try {
      return readMat(bytes);
    } catch (error) {
      if ((error as FormatError).name !== 'FormatError') throw error;
      return refuse((error as FormatError).reason, error);
    }
  }
}
