import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { isPathWithin } from '@stackgan/formats';

import { type BoundingBox, boxFault, boxText } from '../images/bounding-box.js';
import { DatasetError } from '../shared/errors.js';
import { readAllCaptions } from '../captions/read-all-captions.js';
import type { DatasetSource, SourceExample, Split } from '../source/dataset-source.js';
import { readCubAttributes } from './read-cub-attributes.js';
import { readTable } from './read-table.js';
import { stateCub } from './state-cub.js';

/** Options of {@link cubSource}. */
export interface CubSourceOptions {
  /** Holds the archive's `CUB_200_2011`, and `text_c10` with captions in `<class>/<image>.txt`. */
  readonly folder: string;
  /**
   * Classes of the test split, such as `001.Black_footed_Albatross`. By default, the data set's
   * `train_test_split.txt` determines the split, which has all classes in both parts.
   */
  readonly testClasses?: readonly string[];
}

/** An image of CUB before its captions are read. */
interface Bird {
  readonly id: string;
  readonly class: string;
  readonly file: string;
  readonly captions: string;
  readonly box: BoundingBox;
  readonly split: Split;
  /** What it shows, if CUB's attributes exist. */
  readonly attributes: Readonly<Record<string, string>> | undefined;
}

/**
 * Caltech-UCSD Birds-200-2011: images with their bounding boxes, and the captions of Reed et al.
 * (2016). If its folder `attributes` exists, examples have attributes and statements. All files and
 * captions are checked beforehand. Throws {@link DatasetError}: `source` for a file that is missing
 * or not in CUB's format, and for test classes that are unknown or all classes, `text` for a file
 * that is not UTF-8, `box` for an invalid box.
 */
export async function cubSource({ folder, testClasses }: CubSourceOptions): Promise<DatasetSource> {
  const birds = await findBirds(folder, testClasses);
  await requireFiles(birds);
  const read = await readAllCaptions(birds.map(({ captions }) => captions));
  const examples = (): SourceExample[] =>
    birds.map(({ id, class: name, file, box, split, attributes }, index) => {
      const placed = read.files[index]!;
      return {
        ...{ id, class: name, split, box, ...placed },
        ...(attributes && {
          attributes,
          statements: placed.captions.map((caption) => stateCub(attributes, caption)),
        }),
        image: () => readFile(file),
      };
    });
  return {
    name: 'cub-200-2011',
    licence: 'not stated',
    attribution:
      'Images and boxes: Caltech-UCSD Birds-200-2011 (Wah, Branson, Welinder, Perona, Belongie), ' +
      'whose images belong to their photographers. Captions: Reed, Akata, Lee, Schiele (CVPR 2016).',
    options: { crop: true, flip: true },
    size: birds.length,
    notices: read.notices,
    examples,
  };
}

async function findBirds(folder: string, testClasses?: readonly string[]): Promise<Bird[]> {
  const root = join(folder, 'CUB_200_2011');
  const images = await readTable(join(root, 'images.txt'), 1);
  const boxes = await readMatching(join(root, 'bounding_boxes.txt'), 4, images);
  const splits = testClasses
    ? undefined
    : await readMatching(join(root, 'train_test_split.txt'), 1, images);
  const attributes = await readCubAttributes(root);
  const birds = [...images].map(([number, [name = '']]): Bird => {
    if (!isPathWithin(name)) {
      const path = join(root, 'images.txt');
      throw new DatasetError(
        'source',
        path,
        `${path}: ${name} is not a file of CUB's folder images`,
      );
    }
    const [className = '', base = ''] = name.replace(/\.jpg$/i, '').split('/');
    const isTest = testClasses ? testClasses.includes(className) : splits!.get(number)![0] === '0';
    return {
      id: `${className}/${base}`,
      class: className,
      file: join(root, 'images', name),
      captions: join(folder, 'text_c10', className, `${base}.txt`),
      box: readBox(boxes.get(number)!, name, join(root, 'bounding_boxes.txt')),
      split: isTest ? 'test' : 'train',
      attributes: attributes && (attributes.get(number) ?? {}),
    };
  });
  if (birds.every(({ split }) => split === 'test')) {
    const decider = testClasses ? 'testClasses' : join(root, 'train_test_split.txt');
    const message = `${decider} holds out all ${birds.length} images of ${root}, so there is none for training; hold out fewer`;
    throw new DatasetError('source', root, message);
  }
  const classes = new Set(birds.map((bird) => bird.class));
  const unknown = testClasses?.filter((name) => !classes.has(name)) ?? [];
  if (unknown.length > 0) {
    const message = `no class of ${root} is called ${unknown.slice(0, 3).join(', ')}; class names look like ${[...classes][0]}`;
    throw new DatasetError('source', root, message);
  }
  return birds;
}

/** Reads a table with the same images as `images.txt`. */
async function readMatching(path: string, columns: number, images: ReadonlyMap<string, unknown>) {
  const rows = await readTable(path, columns);
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

/** Lists each folder once: an incompletely unpacked data set fails before an hour's work. */
async function requireFiles(birds: readonly Bird[]): Promise<void> {
  const folders = new Map<string, Set<string>>();
  for (const bird of birds) {
    for (const path of [bird.file, bird.captions]) {
      const parent = join(path, '..');
      const names = folders.get(parent) ?? new Set(await readdir(parent).catch(() => []));
      folders.set(parent, names);
      if (names.has(path.slice(parent.length + 1))) continue;
      throw new DatasetError('source', path, `${path} of images.txt does not exist; unpack it`);
    }
  }
}
