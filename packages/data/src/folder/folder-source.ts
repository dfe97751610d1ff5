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
  /** Holds images at any depth, each beside a text file of its name with captions, one a line. */
  readonly folder: string;
  /** Share of images in the test part, one at least of two, where no folders `train` and `test` decide. */
  readonly testFraction?: number;
  /** Fixes which these are. */
  readonly seed?: number;
}

/**
 * Images of your own: `cat-1.jpg` with its captions in `cat-1.txt` and, if it is there, what it shows in `cat-1.json`. The
 * folder that an image is in is its class; one that lies in none is a class of its own. Folders `train` and `test` at the
 * top, where both are there, are the split.
 * What is not read is in `notices`. Throws {@link DatasetError} `source`: no image, an image without a text file or
 * captions, two with the same text file, a JSON file that is something else; `text`: a text file that is not UTF-8; RangeError
 * for `testFraction`.
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

const alone = 'nothing is held out: the only image is to learn from; two or more can be judged by';

/** The folder of an image; without one the image itself. Of a name in either of Unicode's forms, it is one class. */
const classOf = (path: string, id: string): string =>
  (path.slice(0, Math.max(path.lastIndexOf('/'), 0)) || id).normalize('NFC');

type SplitOf = (id: string) => Split;

const topOf = (id: string): string => id.slice(0, id.indexOf('/') + 1);

/** The split of folders `train` and `test`, if both are there. */
function splitByFolder(ids: readonly string[], folder: string): SplitOf | undefined {
  const tops = new Set(ids.map(topOf));
  if (!tops.has('train/') || !tops.has('test/')) return undefined;
  const stray = ids.find((id) => !['train/', 'test/'].includes(topOf(id)));
  if (stray === undefined) return (id) => topOf(id).slice(0, -1) as Split;
  const message = `${join(folder, stray)} is neither in train nor in test; move it there, or rename these folders`;
  throw new DatasetError('source', folder, message);
}
