import { basename } from 'node:path';

import { type HostTensor, shownValue, type T7Value } from '@stackgan/formats';
import { decodeCharacters } from '@stackgan/text';

import { cleanCaption } from '../captions/clean-caption.js';
import type { PlacedCaptions } from '../captions/read-all-captions.js';
import type { ReadFile } from '../files/read-bounded.js';
import { DatasetError } from '../shared/errors.js';
import { formOf, isTensor, t7Table } from './t7-table.js';

/** The captions of an image in a Torch7 file. */
export interface TorchCaptions extends PlacedCaptions {
  /** Number of runs of characters that their alphabet lacks, which are read as blanks. */
  readonly blanked: number;
  /** Number of captions without a word, which are left out. */
  readonly emptyCount: number;
  /** Number of captions that fill all characters, so that they may have been longer. */
  readonly fullCount: number;
  /** Their embeddings, if the file has them. */
  readonly embedded?: TorchEmbeddings;
}

/** Embeddings [captions, dimension], row-major. */
export interface TorchEmbeddings {
  readonly data: Float32Array;
  readonly dimension: number;
}

/** The published files have about 60 kB. */
const MOST_BYTES = 2 ** 23;

/**
 * Reads a file of captions as the Torch7 code of Reed et al. (2016) has them, one per image: a table
 * of `char`, character codes [201, captions]; `txt`, float32 embeddings [captions, 1024]; and `img`,
 * the path of the image, which must have the name of the file. The last two may be missing. Throws
 * {@link DatasetError} `source` for a file that cannot be read, or is not of this form.
 */
export async function readTorchCaptions(path: string, read: ReadFile): Promise<TorchCaptions> {
  const refuse = (reason: string, cause?: unknown): never => {
    throw new DatasetError('source', path, `${path}: ${reason}`, { cause });
  };
  const table = t7Table(await read(path, MOST_BYTES), path, 'char, txt and img');
  const [name, img] = [basename(path, '.t7'), table.get('img')];
  if (typeof img === 'string' && nameOf(img) !== name) {
    return refuse(`img is ${shownValue(img)}, but the file has the name of ${name}`);
  }
  const codes = table.get('char');
  if (!isTensor(codes) || codes.shape.length !== 2 || codes.data.length === 0) {
    return refuse(`char is ${formOf(codes)}, not character codes [characters, captions]`);
  }
  const count = codes.shape[1]!;
  const embedded = embeddingsOf(table.get('txt'), count);

  const captions: string[] = [];
  const captionPlaces: string[] = [];
  const rows: number[] = [];
  let [blanked, fullCount] = [0, 0];
  for (let index = 0; index < count; index++) {
    const column = columnOf(codes, index);
    const place = `caption ${index + 1}`;
    const clean = cleanCaption(decode(column, place));
    blanked += clean.blanked;
    if (column.at(-1) !== 0) fullCount++;
    if (clean.caption === '') continue;
    captions.push(clean.caption);
    captionPlaces.push(`${path}, ${place}`);
    rows.push(index);
  }
  if (captions.length === 0) return refuse('it has no caption');
  return {
    ...{ captions, captionPlaces, blanked, fullCount, emptyCount: count - rows.length },
    ...(embedded && { embedded: pickRows(embedded, rows) }),
  };

  function embeddingsOf(value: T7Value | undefined, rows: number): TorchEmbeddings | undefined {
    if (value === undefined) return undefined;
    const wanted = `float32 [${rows}, dimension], a row for each caption of char`;
    if (!isTensor(value)) return refuse(`txt is ${formOf(value)}, not ${wanted}`);
    const { dtype, shape, data } = value;
    const dimension = shape[1];
    if (dtype !== 'float32' || shape.length !== 2 || shape[0] !== rows || !dimension) {
      return refuse(`txt is ${formOf(value)}, not ${wanted}`);
    }
    return data.every(Number.isFinite) ? { data, dimension } : refuse('txt holds NaN or infinity');
  }

  function decode(column: readonly number[], place: string): string {
    try {
      return decodeCharacters(column);
    } catch (error) {
      return refuse(`${place}: ${(error as RangeError).message}`, error);
    }
  }
}

/** The name of an image without folders and ending. */
const nameOf = (path: string): string => path.replace(/^.*[/\\]/s, '').replace(/\.[^.]*$/, '');

/** A column of a matrix. */
const columnOf = ({ shape, data }: HostTensor, column: number): number[] =>
  Array.from({ length: shape[0]! }, (_, row) => data[row * shape[1]! + column]!);

function pickRows({ data, dimension }: TorchEmbeddings, rows: readonly number[]): TorchEmbeddings {
  const picked = new Float32Array(rows.length * dimension);
  for (const [at, row] of rows.entries()) {
    picked.set(data.subarray(row * dimension, (row + 1) * dimension), at * dimension);
  }
  return { data: picked, dimension };
}
