import { join } from 'node:path';

import { DatasetError } from '../shared/errors.js';
import type { DatasetSource, SourceExample, Split } from '../source/dataset-source.js';
import { sourceOfFolder } from '../source/source-of-folder.js';
import type { DataFolder } from '../trees/data-folder.js';
import type { FolderImage } from './folder-image.js';
import { imagesOf, isWanted } from './list-images.js';
import { readBeside } from './read-beside.js';
import { readListed } from './read-listed.js';
import { splitAtRandom } from './split-at-random.js';

/** Options of {@link folderSource}. */
export interface FolderSourceOptions {
  /**
   * Holds images at any depth, each beside a text file of its name with one caption per line, or a
   * list of all captions: `captions.jsonl` or `captions.csv`. Archives at its top are read as if they
   * were unpacked there, and so is an archive in its place.
   */
  readonly folder: string;
  /**
   * Share of images in the test split, at least one of two or more images. Ignored if the list or
   * folders `train` and `test` determine the split.
   */
  readonly testFraction?: number;
  /** Determines which images these are. */
  readonly seed?: number;
}

/**
 * Reads your own images: `cat-1.jpg` with its captions in `cat-1.txt` and, optionally, its
 * attributes in `cat-1.json`; or all of these in one list, `captions.jsonl`, `captions.csv` or
 * `metadata.jsonl` as Hugging Face has it. The class of an image is that of the list, or its folder;
 * an image at the top level is a class of its own. The list determines the split if it has one;
 * otherwise folders `train` and `test` at the top level, if both exist. `notices` lists the files
 * that are not read.
 *
 * Throws {@link DatasetError} `source` for a folder without images, an image without a text file or
 * captions, two images with the same text file, an invalid JSON file, both forms of captions, a line
 * of a list that is invalid, by its number, or a damaged archive; `text` for a text file that is not
 * UTF-8; RangeError for `testFraction`.
 */
export const folderSource = (options: FolderSourceOptions): Promise<DatasetSource> =>
  sourceOfFolder(options.folder, (folder) => readFolder(folder, options));

/** The source of the images in an opened folder, see {@link folderSource}. */
export async function readFolder(
  opened: DataFolder,
  { testFraction = 0.05, seed = 0 }: Omit<FolderSourceOptions, 'folder'>,
): Promise<DatasetSource> {
  if (!(testFraction >= 0 && testFraction < 1)) {
    throw new RangeError(`testFraction is ${testFraction}; give a share from 0 to below 1`);
  }
  const folder = await opened.unwrapped(isWanted);
  const list = imagesOf(await folder.list(isWanted));
  if (list.images.length === 0) {
    const message =
      `${folder.path} has no images; put images there, each with its captions in a text file of the same name` +
      list.notices.map((notice) => ` (${notice})`).join('');
    throw new DatasetError('source', folder.path, message);
  }
  const { images, notices } = await (list.lists.length > 0 ? readListed : readBeside)(folder, list);
  const ids = images.map(({ id }) => id);
  const hasSplitFolders = ['train/', 'test/'].every((top) => ids.some((id) => topOf(id) === top));
  const splitOf =
    splitByList(images, folder.path) ??
    (hasSplitFolders ? splitByFolder(ids, folder.path) : splitAtRandom(ids, testFraction, seed));
  const isAlone = ids.length === 1 && testFraction > 0 && images[0]!.split === undefined;
  const pathOf = ({ id }: FolderImage) => folder.pathOf(id);
  const packed = images.filter((image) => folder.isArchived(pathOf(image))).length;
  const examples = (): SourceExample[] =>
    folder.inOrder(images, pathOf).map((image) => ({
      class: classOf(hasSplitFolders ? withoutSplitFolder(image.id) : image.id, image.id),
      ...image,
      split: splitOf(image.id),
      image: folder.image(pathOf(image)),
    }));
  return {
    name: folder.name,
    licence: 'not stated',
    attribution: 'not stated',
    options: { crop: true, flip: true, captionsPerDraw: 1 },
    size: images.length,
    notices: [
      ...notices,
      ...(packed > 0 && packed < images.length ? [packedNotice(packed)] : []),
      ...(isAlone ? [alone] : []),
    ],
    examples,
  };
}

const alone = 'no test images: the only image is for training; add a second one';

const packedNotice = (count: number): string =>
  `${count} images are in archives, which are read as if they were unpacked`;

/**
 * The folder of an image, or the image itself; equal for both Unicode forms (NFC, NFD) of a name.
 */
const classOf = (path: string, id: string): string =>
  (path.slice(0, Math.max(path.lastIndexOf('/'), 0)) || id).normalize('NFC');

type SplitOf = (id: string) => Split;

const topOf = (id: string): string => id.slice(0, id.indexOf('/') + 1);

const isSplitFolder = (top: string): boolean => top === 'train/' || top === 'test/';

const withoutSplitFolder = (id: string): string =>
  isSplitFolder(topOf(id)) ? id.slice(topOf(id).length) : id;

/** The split by folders `train` and `test`. */
function splitByFolder(ids: readonly string[], folder: string): SplitOf {
  const stray = ids.find((id) => !isSplitFolder(topOf(id)));
  if (stray === undefined) return (id) => topOf(id).slice(0, -1) as Split;
  const message = `${join(folder, stray)} is neither in train nor in test; move it there, or rename these folders`;
  throw new DatasetError('source', folder, message);
}

/** The split of a list that has one. */
function splitByList(images: readonly FolderImage[], folder: string): SplitOf | undefined {
  const splits = new Map(images.map(({ id, split }) => [id, split]));
  if (images[0]!.split === undefined) return undefined;
  if ([...splits.values()].includes('train')) return (id) => splits.get(id)!;
  const message = `the list in ${folder} holds out all ${images.length} images, so there is none for training; hold out fewer`;
  throw new DatasetError('source', folder, message);
}
