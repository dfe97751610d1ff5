import { createHash } from 'node:crypto';

import { DatasetError } from '../shared/errors.js';
import type { Split } from '../source/dataset-source.js';
import type { CheckedFiles } from './checked-files.js';
import { shown } from './count-notice.js';
import { readClassNumbers, readEmbeddingList, readNames } from './pickle-lists.js';

/** Which pickles a part has, and what is known beforehand. */
export interface ReferencePart {
  /** The class of each image of the data set by its id; undefined if its own files are wrong. */
  readonly classOf: ReadonlyMap<string, string> | undefined;
  /** Whether classes have numbers. */
  readonly hasClasses: boolean;
  /** Whether the part needs its names, and its embeddings. */
  readonly isListed: boolean;
  readonly isEmbedded: boolean;
  /** Who offers them, and the size of the embeddings. */
  readonly from: string;
  readonly size: string;
}

const lists = {
  names: 'filenames',
  classes: 'class_info',
  embeddings: 'char-CNN-RNN-embeddings',
} as const;
type List = keyof typeof lists;

/**
 * What the pickles say that the reference code trains on: `filenames`, `class_info` and
 * `char-CNN-RNN-embeddings` in folders `train` and `test`. They are read part by part; `files` says
 * which of them are missing or wrong.
 */
export class ReferencePickles {
  /** The part of each image that they name. */
  readonly splits = new Map<string, Split>();
  /** The embeddings of each image [captions, dimension]. */
  readonly rows = new Map<string, Float32Array>();
  /** Of the files of embeddings. */
  readonly hash = createHash('sha256');
  /** Numbers per embedding; undefined if there are none. */
  dimension: number | undefined;

  constructor(readonly files: CheckedFiles) {}

  /** Whether one of the parts has such a list. */
  async has(list: List, parts: readonly Split[]): Promise<boolean> {
    for (const part of parts) {
      if (await this.files.folder.exists(pathOf(part, list))) return true;
    }
    return false;
  }

  /**
   * Reads the pickles of a part. Returns what `join` makes of its embeddings, if there are any; what
   * it throws is taken for a fault of their file.
   */
  async readPart<T>(split: Split, part: ReferencePart, join?: () => T): Promise<T | undefined> {
    const { classOf, hasClasses, isListed, isEmbedded, from, size } = part;
    const { files } = this;
    const names = await files.read(
      { path: pathOf(split, 'names'), from, isOptional: !isListed },
      classOf &&
        (async (file, read) => {
          const value = await readNames(file, read);
          this.#take(value, split, classOf, file);
          return { value, holds: `the names of ${shown(value.length)} images` };
        }),
    );
    if (hasClasses) {
      await files.read(
        { path: pathOf(split, 'classes'), from, isOptional: true },
        names &&
          (async (file, read) => {
            const classes = names.map((name) => classOf!.get(name)!);
            const numbers = await readClassNumbers(file, classes, read);
            return { value: numbers, holds: `the classes of ${shown(numbers.length)} images` };
          }),
      );
    }
    return files.read(
      {
        path: pathOf(split, 'embeddings'),
        from: `${from} (${size})`,
        isOptional: !isEmbedded,
      },
      names &&
        (async (file, read) => {
          const { dimension, hash } = this;
          const list = await readEmbeddingList(file, names.length, dimension, hash, read);
          this.dimension = list.dimension;
          names.forEach((name, index) => this.rows.set(name, list.rows[index]!));
          return { value: join?.(), holds: `embeddings ${list.text}` };
        }),
    );
  }

  #take(
    names: readonly string[],
    split: Split,
    classOf: ReadonlyMap<string, string>,
    file: string,
  ): void {
    for (const [index, name] of names.entries()) {
      const fault = !classOf.has(name)
        ? 'which is no image of the data set'
        : this.splits.has(name) && 'which it or the other part has already';
      if (fault) {
        const message = `${file}: entry ${index} is ${name.slice(0, 255)}, ${fault}`;
        throw new DatasetError('source', file, message);
      }
      this.splits.set(name, split);
    }
  }
}

const pathOf = (split: Split, list: List): string => `${split}/${lists[list]}.pickle`;
