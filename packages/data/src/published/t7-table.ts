import {
  type FormatError,
  type HostTensor,
  readT7,
  shownValue,
  type T7Value,
} from '@stackgan/formats';

import { DatasetError } from '../shared/errors.js';

/**
 * The table that a Torch7 file holds; `wanted` says of what, for messages. Throws {@link
 * DatasetError} `source` for bytes that are no such file.
 */
export function t7Table(
  bytes: Uint8Array,
  path: string,
  wanted: string,
): ReadonlyMap<T7Value, T7Value> {
  const refuse = (reason: string, cause?: unknown) =>
    new DatasetError('source', path, `${path}: ${reason}`, { cause });
  let value: T7Value;
  try {
    value = readT7(bytes);
  } catch (error) {
    if ((error as FormatError).name !== 'FormatError') throw error;
    throw refuse((error as FormatError).reason, error);
  }
  if (value instanceof Map) return value;
  throw refuse(`it is no table of ${wanted}`);
}

export const isTensor = (value: T7Value | undefined): value is HostTensor =>
  typeof value === 'object' && value !== null && 'dtype' in value;

/** A value for messages: `float32 [10, 1024]`. */
export const formOf = (value: T7Value | undefined): string =>
  isTensor(value) ? `${value.dtype} [${value.shape.join(', ')}]` : shownValue(value);
