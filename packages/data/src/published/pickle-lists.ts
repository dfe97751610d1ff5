import type { Hash } from 'node:crypto';

import { type FormatError, type HostTensor, readPickle, shownValue } from '@stackgan/formats';

import type { ReadFile } from '../files/read-bounded.js';
import { DatasetError } from '../shared/errors.js';

/** The published lists of names have 0.6 MB, those of embeddings 363 MB for CUB. */
const maxListBytes = 2 ** 26;
const maxEmbeddingsBytes = 2 ** 31 - 1;

/** The names of a `filenames.pickle`, at least one. */
export async function readNames(path: string, read: ReadFile): Promise<string[]> {
  const list = unpickle(path, await read(path, maxListBytes));
  if (!isList(list) || list.length === 0) return refuse(path, list, 'a list of names of images');
  const index = list.findIndex((name) => typeof name !== 'string');
  if (index >= 0) return refuse(path, list[index], 'the name of an image', index);
  return list as string[];
}

/**
 * The numbers of a `class_info.pickle`, one per image of `classes`: equal for images of the same
 * class, different for others.
 */
export async function readClassNumbers(
  path: string,
  classes: readonly string[],
  read: ReadFile,
): Promise<readonly number[]> {
  const list = unpickle(path, await read(path, maxListBytes));
  if (!isList(list)) return refuse(path, list, 'a list of class numbers');
  requireLength(path, list.length, classes.length);
  const classOf = new Map<unknown, string>();
  const numberOf = new Map<string, unknown>();
  for (const [index, number] of list.entries()) {
    const name = classes[index]!;
    if (!Number.isSafeInteger(number)) refuse(path, number, 'a class number', index);
    const expected = numberOf.get(name) ?? number;
    if (number !== expected) {
      refuse(path, number, `${shownValue(expected)}, as other images of ${name}`, index);
    }
    const owner = classOf.get(number) ?? name;
    if (owner !== name) {
      refuse(path, number, `a number of its own for ${name}: ${owner} has it`, index);
    }
    classOf.set(number, name);
    numberOf.set(name, number);
  }
  return list as number[];
}

/** Embeddings of images. */
export interface EmbeddingList {
  /** For each image [captions, dimension]. */
  readonly rows: readonly Float32Array[];
  readonly dimension: number;
  /** Their shape: `[2933, 10, 1024]`. */
  readonly text: string;
}

/**
 * The embeddings of a `char-CNN-RNN-embeddings.pickle`: a list of `count` arrays [captions,
 * dimension], or one array of them. `dimension` is that of the other part, if it was read before.
 * Adds the bytes of the file to `hash`.
 */
export async function readEmbeddingList(
  path: string,
  count: number,
  dimension: number | undefined,
  hash: Hash,
  read: ReadFile,
): Promise<EmbeddingList> {
  const bytes = await read(path, maxEmbeddingsBytes);
  hash.update(bytes);
  const value = unpickle(path, bytes);
  const arrays: readonly unknown[] = isList(value) ? value : splitTensor(path, value, count);
  requireLength(path, arrays.length, count);
  const wanted = `float32 [captions, ${dimension ?? 'dimension'}]`;
  let [common, captions] = [dimension, 0];
  const rows = arrays.map((array, index) => {
    if (!isTensor(array)) return refuse(path, array, wanted, index);
    const { dtype, shape, data } = array;
    common ??= shape[1];
    if (dtype !== 'float32' || shape.length !== 2 || shape[1] !== common || !shape[0] || !common) {
      const found = `${dtype} [${shape.join(', ')}]`;
      return refuse(path, found, `float32 [captions, ${common ?? 'dimension'}]`, index);
    }
    if (!data.every(Number.isFinite)) return refuse(path, 'NaN or infinity', 'finite', index);
    captions = Math.max(captions, shape[0]);
    return data;
  });
  const text = `[${count}, ${captions}, ${common}]`;
  return { rows, dimension: common!, text };
}

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

const isTensor = (value: unknown): value is HostTensor =>
  typeof value === 'object' && value !== null && 'dtype' in value && 'shape' in value;

/** An array [count, captions, dimension] as a list of arrays. */
function splitTensor(path: string, value: unknown, count: number): HostTensor[] {
  if (!isTensor(value) || value.dtype !== 'float32' || value.shape.length !== 3) {
    return refuse(path, value, 'a list of arrays [captions, dimension]');
  }
  const { shape, data } = value;
  requireLength(path, shape[0]!, count);
  const size = data.length / count;
  return Array.from({ length: count }, (_, index) => ({
    dtype: 'float32',
    shape: shape.slice(1),
    data: data.subarray(index * size, (index + 1) * size),
  }));
}

function unpickle(path: string, bytes: Uint8Array): unknown {
  try {
    return readPickle(bytes);
  } catch (error) {
    if ((error as FormatError).name !== 'FormatError') throw error;
    const message = `${path}: ${(error as FormatError).reason}`;
    throw new DatasetError('source', path, message, { cause: error });
  }
}

function requireLength(path: string, found: number, expected: number): void {
  if (found === expected) return;
  const message = `${path}: it has ${found} entries, but filenames.pickle beside it names ${expected} images`;
  throw new DatasetError('source', path, message);
}

function refuse(path: string, value: unknown, expected: string, index?: number): never {
  const place = index === undefined ? 'it' : `entry ${index}`;
  const found = typeof value === 'string' ? value : shownValue(value);
  throw new DatasetError('source', path, `${path}: ${place} is ${found}, not ${expected}`);
}
