import { readdir, readFile } from 'node:fs/promises';
import { basename, join, relative, resolve, sep } from 'node:path';

import { SeededRandom } from '@stackgan/random';

import { DatasetError } from './errors.js';
import { readAttributes } from './read-attributes.js';
import { readCaptions } from './read-lines.js';
import type { DatasetSource, SourceExample, Split } from './source.js';

/** Options of {@link folderSource}. */
export interface FolderSourceOptions {
  /** Holds pictures at any depth, each beside a text file of its name with captions, one a line. */
  readonly folder: string;
  /** Share of pictures in the test part, one at least, where no folders `train` and `test` decide. */
  readonly testFraction?: number;
  /** Fixes which these are. */
  readonly seed?: number;
}

const PICTURE = /\.(jpe?g|png|webp|gif|avif|tiff?)$/i;

/** A picture of the folder; all paths are below it, with `/` between their parts. */
interface Found {
  readonly id: string;
  readonly captions: string;
  /** A JSON file, if there is one. */
  readonly attributes: string | undefined;
}

/**
 * Pictures of your own: `cat-1.jpg` with its captions in `cat-1.txt`, and what it shows in `cat-1.json`, if that is there. The folder that a picture is in is its class; one that
 * lies in none is a class of its own. Folders `train` and `test` at the top, where both are there, are the split.
 * What starts with a dot is not looked at. Throws {@link DatasetError} `source`: no picture, a picture without a text
 * file, two with the same one, or, when it is read, a text file without a caption or a JSON file that is something else; RangeError for `testFraction`.
 */
export async function folderSource({
  folder,
  testFraction = 0.05,
  seed = 0,
}: FolderSourceOptions): Promise<DatasetSource> {
  if (!(testFraction >= 0 && testFraction < 1)) {
    throw new RangeError(`testFraction is ${testFraction}; give a share from 0 to below 1`);
  }
  const pictures = await findPictures(folder);
  const byFolder = splitByFolder(pictures, folder);
  const splitOf = byFolder ?? splitAtRandom(pictures, testFraction, seed);
  async function* examples(): AsyncGenerator<SourceExample> {
    for (const { id, captions: text, attributes } of pictures) {
      const captions = await readCaptions(join(folder, text));
      yield {
        id,
        class: classOf(byFolder ? id.slice(topOf(id).length) : id, id),
        split: splitOf(id),
        captions,
        ...(attributes !== undefined && (await readAttributes(join(folder, attributes), captions))),
        image: () => readFile(join(folder, id)),
      };
    }
  }
  return {
    name: basename(resolve(folder)),
    licence: 'not stated',
    attribution: 'not stated',
    options: { crop: true, flip: true },
    size: pictures.length,
    examples,
  };
}

/** The folder of a picture; without one the picture itself. */
const classOf = (path: string, id: string): string =>
  path.slice(0, Math.max(path.lastIndexOf('/'), 0)) || id;

type SplitOf = (id: string) => Split;

const topOf = (id: string): string => id.slice(0, id.indexOf('/') + 1);

/** The split of folders `train` and `test`, if both are there. */
function splitByFolder(pictures: readonly Found[], folder: string): SplitOf | undefined {
  const tops = new Set(pictures.map(({ id }) => topOf(id)));
  if (!tops.has('train/') || !tops.has('test/')) return undefined;
  const stray = pictures.find(({ id }) => !['train/', 'test/'].includes(topOf(id)));
  if (stray === undefined) return (id) => topOf(id).slice(0, -1) as Split;
  const message = `${join(folder, stray.id)} is neither in train nor in test; move it there, or rename these folders`;
  throw new DatasetError('source', folder, message);
}

function splitAtRandom(pictures: readonly Found[], fraction: number, seed: number): SplitOf {
  const count = fraction && Math.max(1, Math.round(pictures.length * fraction));
  const ids = new SeededRandom(seed).shuffle(pictures.map(({ id }) => id));
  const test = new Set(ids.slice(0, count));
  return (id) => (test.has(id) ? 'test' : 'train');
}

/** All pictures in the order of their paths, so that a file system's order decides nothing. */
async function findPictures(folder: string): Promise<Found[]> {
  const files = await listFiles(folder);
  const pictures = [...files]
    .filter((path) => PICTURE.test(path))
    .map((id) => {
      const attributes = id.replace(PICTURE, '.json');
      return {
        id,
        captions: id.replace(PICTURE, '.txt'),
        attributes: files.has(attributes) ? attributes : undefined,
      };
    });
  if (pictures.length === 0) {
    const message = `${folder} holds no picture; put pictures there, each with its captions in a text file of the same name`;
    throw new DatasetError('source', folder, message);
  }
  const owners = new Map<string, string>();
  for (const { id, captions } of pictures) {
    const owner = owners.get(captions);
    if (owner !== undefined) {
      const message = `${join(folder, id)} has the same captions as ${basename(owner)}, ${basename(captions)}; rename one`;
      throw new DatasetError('source', folder, message);
    }
    owners.set(captions, id);
  }
  const bare = pictures.filter(({ captions }) => !files.has(captions));
  if (bare.length > 0) {
    const message =
      `${bare.length} of ${pictures.length} pictures in ${folder} have no captions: ` +
      `${join(folder, bare[0]!.captions)} is not there; write them, one a line`;
    throw new DatasetError('source', folder, message);
  }
  return pictures;
}

/** Files below a folder, without hidden ones. */
async function listFiles(folder: string): Promise<Set<string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
    (cause: unknown) => {
      const message = `${folder} is not a folder that can be read; give the one that holds your pictures`;
      throw new DatasetError('source', folder, message, { cause });
    },
  );
  const paths = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
  return new Set(
    paths.filter((path) => !path.split('/').some((part) => part.startsWith('.'))).sort(),
  );
}
