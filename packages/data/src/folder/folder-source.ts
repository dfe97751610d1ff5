import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';

import { DatasetError } from '../shared/errors.js';
import { pairImages } from './pair-images.js';
import { readAllCaptions } from '../captions/read-all-captions.js';
import { readAttributes } from './read-attributes.js';
import type { DatasetSource, SourceExample, Split } from '../source/dataset-source.js';
import { splitAtRandom } from './split-at-random.js';

/** Options of {@link folderSource}. */
export interface FolderSourceOptions {
  /** Holds images at any depth, each beside a text file of its name with one caption per line. */
  readonly folder: string;
  /**
   * Share of images in the test split, at least one of two or more images. Ignored if folders
   * `train` and `test` determine the split.
   */
  readonly testFraction?: number;
  /** Determines which images these are. */
  readonly seed?: number;
}

/**
 * Reads your own images: `cat-1.jpg` with its captions in `cat-1.txt` and, optionally, its
 * attributes in `cat-1.json`. The class of an image is its folder; an image at the top level is a
 * class of its own. Folders `train` and `test` at the top level, if both exist, determine the
 * split. `notices` lists the files that are not read.
 *
 * Throws {@link DatasetError} `source` for a folder without images, an image without a text file or
 * captions, two images with the same text file, or an invalid JSON file; `text` for a text file
 * that is not UTF-8; RangeError for `testFraction`.
 */
export async function folderSource({
  folder,
  testFraction = 0.05,
  seed = 0,
}: FolderSourceOptions): Promise<DatasetSource> {
  if (!(testFraction >= 0 && testFraction < 1)) {
    throw new RangeError(`testFraction is ${testFraction}; give a share from 0 to below 1`);
  }
  const { images, notices } = await pairImages(folder);
  const ids = images.map(({ id }) => id);
  const byFolder = splitByFolder(ids, folder);
  const splitOf = byFolder ?? splitAtRandom(ids, testFraction, seed);
  const read = await readAllCaptions(images.map(({ text }) => join(folder, text)));
  const shown = await Promise.all(
    images.map(async ({ attributes }, index) =>
      attributes === undefined
        ? {}
        : readAttributes(join(folder, attributes), read.files[index]!.captions),
    ),
  );
  const isAlone = ids.length === 1 && testFraction > 0;
  const examples = (): SourceExample[] =>
    images.map(({ id }, index) => ({
      id,
      class: classOf(byFolder ? id.slice(topOf(id).length) : id, id),
      split: splitOf(id),
      ...read.files[index]!,
      ...shown[index]!,
      image: () => readFile(join(folder, id)),
    }));
  return {
    name: basename(resolve(folder)),
    licence: 'not stated',
    attribution: 'not stated',
    options: { crop: true, flip: true },
    size: images.length,
    notices: [...notices, ...read.notices, ...(isAlone ? [alone] : [])],
    examples,
  };
}

const alone = 'no test images: the only image is for training; add a second one';

/**
 * The folder of an image, or the image itself; equal for both Unicode forms (NFC, NFD) of a name.
 */
const classOf = (path: string, id: string): string =>
  (path.slice(0, Math.max(path.lastIndexOf('/'), 0)) || id).normalize('NFC');

type SplitOf = (id: string) => Split;

const topOf = (id: string): string => id.slice(0, id.indexOf('/') + 1);

/** The split by folders `train` and `test`, if both exist. */
function splitByFolder(ids: readonly string[], folder: string): SplitOf | undefined {
  const tops = new Set(ids.map(topOf));
  if (!tops.has('train/') || !tops.has('test/')) return undefined;
  const stray = ids.find((id) => !['train/', 'test/'].includes(topOf(id)));
  if (stray === undefined) return (id) => topOf(id).slice(0, -1) as Split;
  const message = `${join(folder, stray)} is neither in train nor in test; move it there, or rename these folders`;
  throw new DatasetError('source', folder, message);
}
