import { captionFolders } from '../published/caption-folders.js';
import type { CheckedFiles } from '../published/checked-files.js';
import { shown } from '../published/count-notice.js';
import { readClassSet } from '../published/read-class-set.js';
import { checkPublished, openPublished } from '../published/open-published.js';
import type { SourceCheck } from '../published/source-check.js';
import { requireTraining } from '../published/split-images.js';
import type { DatasetSource, Split } from '../source/dataset-source.js';
import { readCubAttributes } from './read-cub-attributes.js';
import { readBoxes, readImages, readParts } from './read-cub-tables.js';
import { stateCub } from './state-cub.js';

/** Options of {@link cubSource}. */
export interface CubSourceOptions {
  /**
   * Holds the archive's `CUB_200_2011`; captions in `text_c10` or `text` as `<class>/<image>.txt`, or
   * in `cub_icml` as `<class>/<image>.t7`; and the pickles of the reference code in `train` and
   * `test`, if you have them.
   */
  readonly folder: string;
  /**
   * Classes of the test split, such as `001.Black_footed_Albatross`. By default, the pickles
   * determine the split, or without them the data set's `train_test_split.txt`, which has all
   * classes in both parts.
   */
  readonly testClasses?: readonly string[];
}

/**
 * Caltech-UCSD Birds-200-2011: images with their bounding boxes, and the captions of Reed et al.
 * (2016). If its folder `attributes` exists, examples have attributes and statements; if the
 * reference's pickles of embeddings or Torch7 files of captions exist, they have embeddings. All
 * files and captions are checked beforehand. Throws {@link DatasetError}: `source` for a file that is
 * missing or not in its format, and for test classes that are unknown or all classes, `text` for a
 * file that is not UTF-8, `box` for an invalid box.
 */
export const cubSource = ({ folder, testClasses }: CubSourceOptions): Promise<DatasetSource> =>
  openPublished(folder, (files) => readCub(files, testClasses));

/** Checks the files that {@link cubSource} reads, and lists them all. */
export const checkCub = ({ folder, testClasses }: CubSourceOptions): Promise<SourceCheck> =>
  checkPublished(folder, (files) => readCub(files, testClasses));

const root = 'CUB_200_2011';
const archive = "Caltech's page of CUB-200-2011, archive CUB_200_2011 (1.1 GB)";
const inRoot = (name: string) => ({ path: `${root}/${name}`, from: archive });

async function readCub(
  files: CheckedFiles,
  testClasses: readonly string[] | undefined,
): Promise<DatasetSource | undefined> {
  const names = await files.read(inRoot('images.txt'), async (path, read) => {
    const value = await readImages(path, read);
    return { value, holds: `the names of ${shown(value.size)} images` };
  });
  const boxes = await files.read(
    inRoot('bounding_boxes.txt'),
    names &&
      (async (path, read) => {
        const value = await readBoxes(path, names, read);
        return { value, holds: `${shown(value.size)} boxes` };
      }),
  );
  const labels = { ...inRoot('attributes/image_attribute_labels.txt'), isOptional: true };
  // In the archive, the names of attributes are beside the folder CUB_200_2011.
  const inside = inRoot('attributes/attributes.txt');
  const namesFile = await files.find(inside, { ...inside, path: 'attributes.txt' });
  const attributes = await files.read(labels, async (path, read) => {
    const value = await readCubAttributes(path, files.folder.pathOf(namesFile.path), read);
    return { value, holds: `attributes of ${shown(value.size)} images` };
  });
  const idOf = (name: string) => name.replace(/\.jpg$/i, '');
  const images =
    names &&
    boxes &&
    [...names].map(([number, file]) => ({
      ...{ id: idOf(file), class: file.split('/')[0]!, file, text: idOf(file) },
      box: boxes.get(number)!,
      ...(attributes && { attributes: attributes.get(number) ?? {} }),
    }));
  const readSplit = () =>
    files.read(
      inRoot('train_test_split.txt'),
      names &&
        (async (path, read) => {
          const testing = await readParts(path, names, read);
          const value = new Map<string, Split>();
          for (const [number, name] of names) {
            value.set(idOf(name), testing.has(number) ? 'test' : 'train');
          }
          requireTraining(value, path, path);
          return { value, holds: `the part of ${shown(value.size)} images` };
        }),
    );
  return readClassSet(
    files,
    {
      ...{ name: 'cub', about, embeddingSizes, published },
      ...{ images, list: 'images.txt', imageFolder: inRoot('images') },
      ...{ captionFolders: captionFolders('birds', 'cub_icml'), readSplit, stateOf: stateCub },
    },
    testClasses,
  );
}

const embeddingSizes = { train: '363 MB', test: '120 MB' };

const about = {
  name: 'cub-200-2011',
  licence: 'not stated',
  attribution:
    'Images and boxes: Caltech-UCSD Birds-200-2011 (Wah, Branson, Welinder, Perona, Belongie), ' +
    'whose images belong to their photographers. Captions: Reed, Akata, Lee, Schiele (CVPR 2016).',
};

/** The split of the paper is that of Reed et al.; the other one is that of the archive. */
const published = {
  paper: {
    ...{ 'training images': 8855, 'test images': 2933 },
    ...{ 'training classes': 150, 'test classes': 50, captions: 117_880 },
  },
  own: {
    ...{ 'training images': 5994, 'test images': 5794 },
    ...{ 'training classes': 200, 'test classes': 200, captions: 117_880 },
  },
};
