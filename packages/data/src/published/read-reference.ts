import { createHash } from 'node:crypto';

import type { EncoderIdentity } from '@stackgan/text';

import type { Split } from '../source/dataset-source.js';
import { DatasetError } from '../shared/errors.js';
import { shown } from './count-notice.js';
import { readClassNumbers, readEmbeddingList, readNames } from './pickle-lists.js';
import type { PublishedFiles } from './published-files.js';
import type { PublishedImage } from './published-image.js';

/** What the pickles say that the reference code trains on. */
export interface Reference {
  /** The part of each image that they name. */
  readonly splits: ReadonlyMap<string, Split>;
  /** The embeddings of each image [captions, dimension], and who made them, if they are there. */
  readonly embedded?: {
    readonly rows: ReadonlyMap<string, Float32Array>;
    readonly encoder: Required<EncoderIdentity>;
  };
}

const parts = ['train', 'test'] as const;
const lists = { names: 'filenames', classes: 'class_info', embeddings: 'char-CNN-RNN-embeddings' };
const from = 'the README of hanzhanggit/StackGAN on GitHub, "char-CNN-RNN text embeddings"';

/**
 * Reads the pickles of the reference code: `filenames`, `class_info` and `char-CNN-RNN-embeddings`
 * in `train` and `test`. Undefined if there are none, or if one is wrong, which `files` then says.
 * `set.name` is that of the data set in the identity of the encoder.
 */
export async function readReference(
  files: PublishedFiles,
  images: readonly PublishedImage[] | undefined,
  set: { readonly name: string; readonly embeddingSizes?: Readonly<Record<Split, string>> },
): Promise<Reference | undefined> {
  const path = (split: Split, list: string) => `${split}/${list}.pickle`;
  const has = async (list: string) =>
    (await Promise.all(parts.map((split) => files.exists({ path: path(split, list) })))).includes(
      true,
    );
  const isEmbedded = await has(lists.embeddings);
  const isListed = isEmbedded || (await has(lists.names)) || (await has(lists.classes));
  const splits = new Map<string, Split>();
  const rows = new Map<string, Float32Array>();
  const hash = createHash('sha256');
  let dimension: number | undefined;
  const classOf = images && new Map(images.map((image) => [image.id, image.class]));
  for (const split of parts) {
    const names = await files.read(
      { path: path(split, lists.names), from, isOptional: !isListed },
      classOf &&
        (async (file, read) => {
          const value = await readNames(file, read);
          for (const [index, name] of value.entries()) {
            const fault = !classOf.has(name)
              ? 'which is no image of the data set'
              : splits.has(name) && 'which it or the other part has already';
            if (fault) {
              const message = `${file}: entry ${index} is ${name}, ${fault}`;
              throw new DatasetError('source', file, message);
            }
            splits.set(name, split);
          }
          return { value, holds: `the names of ${shown(value.length)} images` };
        }),
    );
    await files.read(
      { path: path(split, lists.classes), from, isOptional: true },
      names &&
        (async (file, read) => {
          const classes = names.map((name) => classOf!.get(name)!);
          const numbers = await readClassNumbers(file, classes, read);
          return { value: numbers, holds: `the classes of ${shown(numbers.length)} images` };
        }),
    );
    await files.read(
      {
        path: path(split, lists.embeddings),
        from: from + (set.embeddingSizes ? ` (${set.embeddingSizes[split]})` : ''),
        isOptional: !isEmbedded,
      },
      names &&
        (async (file, read) => {
          const value = await readEmbeddingList(file, names.length, dimension, hash, read);
          dimension = value.dimension;
          names.forEach((name, index) => rows.set(name, value.rows[index]!));
          return { value, holds: `embeddings ${value.text}` };
        }),
    );
  }
  if (!isListed || files.fault !== undefined) return undefined;
  if (dimension === undefined) return { splits };
  const name = `char-cnn-rnn (published, ${set.name})`;
  return { splits, embedded: { rows, encoder: { name, hash: hash.digest('hex'), dimension } } };
}
