import type { Hash } from 'node:crypto';

import { shownValue, type T7Value } from '@stackgan/formats';

import type { ReadFile } from '../files/read-bounded.js';
import { formOf, isTensor, t7Table } from '../published/t7-table.js';
import { DatasetError } from '../shared/errors.js';

/** If it has all captions of the validation part, 830 MB. */
const MOST_BYTES = 2 ** 31 - 1;

/** Captions with their embeddings. */
export interface EmbeddedCaptions {
  /** The embedding of a caption, whatever its case and punctuation; undefined if it is not there. */
  readonly find: (caption: string) => Float32Array | undefined;
  readonly count: number;
}

/**
 * Reads the `val_captions.t7` of the reference code: a table of the list `raw_txt`, texts, and the
 * list `fea_txt`, an embedding [1, dimension] of each. It does not say of which image a caption is.
 * Adds the bytes of the file to `hash`. Throws {@link DatasetError} `source` for a file of another
 * form, and for embeddings of another dimension.
 */
export async function readValCaptions(
  path: string,
  dimension: number,
  hash: Hash,
  read: ReadFile,
): Promise<EmbeddedCaptions> {
  const refuse = (reason: string): never => {
    throw new DatasetError('source', path, `${path}: ${reason}`);
  };
  const bytes = await read(path, MOST_BYTES);
  hash.update(bytes);
  const table = t7Table(bytes, path, 'raw_txt and fea_txt');
  const [texts, embeddings] = [table.get('raw_txt'), table.get('fea_txt')];
  if (!isList(texts)) return refuse(`raw_txt is ${formOf(texts)}, not a list of captions`);
  if (!isList(embeddings)) return refuse(`fea_txt is ${formOf(embeddings)}, not a list of tensors`);
  if (texts.length !== embeddings.length) {
    return refuse(`there are ${texts.length} captions, but ${embeddings.length} embeddings`);
  }
  const rows = new Map<string, Float32Array>();
  for (const [index, text] of texts.entries()) {
    if (typeof text !== 'string') return refuse(`raw_txt.${index} is ${shownValue(text)}, no text`);
    const embedding = embeddings[index];
    const isRow = isTensor(embedding) && embedding.shape.join() === `1,${dimension}`;
    if (!isRow || embedding.dtype !== 'float32') {
      const wanted = `float32 [1, ${dimension}], as in the pickle of the training part`;
      return refuse(`fea_txt.${index} is ${formOf(embedding)}, not ${wanted}`);
    }
    if (!embedding.data.every(Number.isFinite)) refuse(`fea_txt.${index} holds NaN or infinity`);
    const key = keyOf(text);
    if (!rows.has(key)) rows.set(key, embedding.data);
  }
  return { find: (caption) => rows.get(keyOf(caption)), count: texts.length };
}

const isList = (value: T7Value | undefined): value is readonly T7Value[] => Array.isArray(value);

/** The words of a caption: programs change case and punctuation when they clean captions. */
const keyOf = (caption: string): string =>
  caption
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
