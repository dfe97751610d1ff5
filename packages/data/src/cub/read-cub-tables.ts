import { isPathWithin } from '@stackgan/formats';

import { type BoundingBox, boxFault, boxText } from '../images/bounding-box.js';
import type { ReadFile } from '../files/read-bounded.js';
import { DatasetError } from '../shared/errors.js';
import { readTable } from './read-table.js';

/** The file of each image by its number, such as `001.Black_footed_Albatross/….jpg`. */
export type NumberedImages = ReadonlyMap<string, string>;

/** Reads `images.txt`. Throws {@link DatasetError} `source`, as all functions here. */
export async function readImages(path: string, read: ReadFile): Promise<NumberedImages> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  const refuse = (reason: string): never => {
    throw new DatasetError('source', path, `${path}: ${reason}`);
  };
  for (const [number, [name = '']] of await readTable(path, 1, read)) {
    if (!isPathWithin(name) || name.split('/').length !== 2) {
      refuse(`${name} is not a file of CUB's folder images`);
    }
    if (taken.has(name)) refuse(`${name} occurs twice`);
    taken.add(name);
    names.set(number, name);
  }
  return names.size > 0 ? names : refuse('it names no image; unpack CUB-200-2011 again');
}

/** Reads the box of each image; also throws {@link DatasetError} `box` for an invalid one. */
export async function readBoxes(
  path: string,
  images: NumberedImages,
  read: ReadFile,
): Promise<Map<string, BoundingBox>> {
  const rows = await readMatching(path, 4, images, read);
  return new Map(
    [...images].map(([number, name]) => [number, readBox(rows.get(number)!, name, path)]),
  );
}

/** The numbers of the test images of `train_test_split.txt`. */
export async function readParts(
  path: string,
  images: NumberedImages,
  read: ReadFile,
): Promise<Set<string>> {
  const rows = await readMatching(path, 1, images, read);
  return new Set([...rows].filter(([, [part]]) => part === '0').map(([number]) => number));
}

/** Reads a table with the same images as `images.txt`. */
async function readMatching(path: string, columns: number, images: NumberedImages, read: ReadFile) {
  const rows = await readTable(path, columns, read);
  const missing = [...images.keys()].find((number) => !rows.has(number));
  const surplus = [...rows.keys()].find((number) => !images.has(number));
  if (missing === undefined && surplus === undefined) return rows;
  const fault =
    missing === undefined
      ? `has image ${surplus}, which is not in images.txt`
      : `lacks image ${missing} of images.txt`;
  throw new DatasetError('source', path, `${path} ${fault}; unpack CUB-200-2011 again`);
}

function readBox(words: readonly string[], name: string, path: string): BoundingBox {
  const [x = NaN, y = NaN, width = NaN, height = NaN] = words.map(Number);
  const box = { x, y, width, height };
  const fault = boxFault(box);
  if (fault === undefined) return box;
  throw new DatasetError('box', path, `${path}: the box ${boxText(box)} of ${name} ${fault}`);
}
