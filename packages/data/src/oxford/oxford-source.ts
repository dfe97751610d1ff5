import type { ReadFile } from '../files/read-bounded.js';
import { captionFolders } from '../published/caption-folders.js';
import type { CheckedFiles } from '../published/checked-files.js';
import { shown } from '../published/count-notice.js';
import type { PublishedImage } from '../published/published-image.js';
import { readClassSet } from '../published/read-class-set.js';
import { checkPublished, openPublished } from '../published/open-published.js';
import type { SourceCheck } from '../published/source-check.js';
import { requireTraining } from '../published/split-images.js';
import { DatasetError } from '../shared/errors.js';
import type { DatasetSource, Split } from '../source/dataset-source.js';
import { readNumbers } from './read-numbers.js';

/** Options of {@link oxfordSource}. */
export interface OxfordSourceOptions {
  /**
   * Holds the images in `jpg`; `imagelabels.mat`, `setid.mat`; captions in `text_c10` or `text` as
   * `class_00001/image_06734.txt`, or in `flowers_icml` as `class_00001/image_06734.t7`; and the
   * pickles of the reference code in `train` and `test`, if you have them.
   */
  readonly folder: string;
  /**
   * Classes of the test split, such as `class_00001`. By default, the pickles determine the split,
   * or without them `setid.mat`, which has all classes in both parts.
   */
  readonly testClasses?: readonly string[];
}

/**
 * Oxford-102: flowers of 102 classes, and the captions of Reed et al. (2016). It has no boxes, so
 * images are cropped to their middle square. In the split of `setid.mat`, its `trnid` and `valid`
 * are for training, its `tstid` for testing. All files and captions are checked beforehand. Throws
 * {@link DatasetError}: `source` for a file that is missing or not in its format, and for test
 * classes that are unknown or all classes, `text` for a file that is not UTF-8.
 */
export const oxfordSource = ({
  folder,
  testClasses,
}: OxfordSourceOptions): Promise<DatasetSource> =>
  openPublished(folder, (files) => readOxford(files, testClasses));

/** Checks the files that {@link oxfordSource} reads, and lists them all. */
export const checkOxford = ({ folder, testClasses }: OxfordSourceOptions): Promise<SourceCheck> =>
  checkPublished(folder, (files) => readOxford(files, testClasses));

const page = (what: string) =>
  `the Visual Geometry Group's page of the 102 Category Flower Dataset, "${what}"`;
const labelsFile = { path: 'imagelabels.mat', from: page('The image labels') };
const splitFile = { path: 'setid.mat', from: page('The data splits') };
const imageFolder = { path: 'jpg', from: `${page('Dataset images')} (345 MB)` };

async function readOxford(
  files: CheckedFiles,
  testClasses: readonly string[] | undefined,
): Promise<DatasetSource | undefined> {
  const images = await files.read(labelsFile, async (path, read) => {
    const { labels } = await readNumbers(path, ['labels'], read);
    if (labels.length === 0) throw new DatasetError('source', path, `${path} labels no image`);
    const value = labels.map((label, index) => imageOf(index + 1, label));
    return { value, holds: `the classes of ${shown(value.length)} images` };
  });
  const readSplit = () =>
    files.read(
      splitFile,
      images &&
        (async (path, read) => {
          const value = await readOwnSplit(path, images, read);
          return { value, holds: `the part of ${shown(value.size)} images` };
        }),
    );
  return readClassSet(
    files,
    {
      ...{ name: 'oxford-102', about, embeddingSizes, published },
      ...{ images, list: labelsFile.path, imageFolder, readSplit },
      captionFolders: captionFolders('flowers', 'flowers_icml'),
    },
    testClasses,
  );
}

/** Of [images, 10, 1024] float32, as those of CUB are. */
const embeddingSizes = { train: '288 MB', test: '47 MB' };

const about = {
  name: 'oxford-102',
  licence: 'not stated',
  attribution:
    'Images: 102 Category Flower Dataset (Nilsback, Zisserman, 2008), whose images belong to their ' +
    'photographers. Captions: Reed, Akata, Lee, Schiele (CVPR 2016).',
};

const published = {
  paper: {
    ...{ 'training images': 7034, 'test images': 1155 },
    ...{ 'training classes': 82, 'test classes': 20, captions: 81_890 },
  },
  own: {
    ...{ 'training images': 2040, 'test images': 6149 },
    ...{ 'training classes': 102, 'test classes': 102, captions: 81_890 },
  },
};

const digits = (number: number): string => String(number).padStart(5, '0');

function imageOf(number: number, label: number): PublishedImage {
  const base = `image_${digits(number)}`;
  const name = `class_${digits(label)}`;
  return { id: `jpg/${base}`, class: name, file: `${base}.jpg`, text: `${name}/${base}` };
}

/** The split of `setid.mat`, which must have each image once. */
async function readOwnSplit(
  path: string,
  images: readonly PublishedImage[],
  read: ReadFile,
): Promise<Map<string, Split>> {
  const { trnid, valid, tstid } = await readNumbers(path, ['trnid', 'valid', 'tstid'], read);
  const splits = new Map<string, Split>();
  const refuse = (reason: string): never => {
    throw new DatasetError('source', path, `${path}: ${reason}; download it again`);
  };
  const add = (numbers: readonly number[], split: Split) => {
    for (const number of numbers) {
      const image = images[number - 1];
      if (!image) return refuse(`it has image ${number}, but there are ${images.length}`);
      if (splits.has(image.id)) refuse(`it has image ${number} twice`);
      splits.set(image.id, split);
    }
  };
  add([...trnid, ...valid], 'train');
  add(tstid, 'test');
  const missing = images.findIndex(({ id }) => !splits.has(id));
  if (missing >= 0) refuse(`it lacks image ${missing + 1}`);
  requireTraining(splits, path, path);
  return splits;
}
