import { join } from 'node:path';

import { blankedNotices } from '../captions/clean-caption.js';
import { countNotices, shown } from '../published/count-notice.js';
import type { PublishedFile, PublishedFiles } from '../published/published-files.js';
import { requireFiles } from '../published/require-files.js';
import { checkPublished, openPublished } from '../published/open-published.js';
import type { SourceCheck } from '../published/source-check.js';
import type { DatasetSource, SourceExample, Split } from '../source/dataset-source.js';
import { type CocoCaptions, type CocoImage, readCocoCaptions } from './read-coco-captions.js';

/** Options of {@link cocoSource}. */
export interface CocoSourceOptions {
  /**
   * Holds the archives' `train2014` and `val2014`, or all images in one folder `images`, and
   * `annotations` with `captions_train2014.json` and `captions_val2014.json`.
   */
  readonly folder: string;
}

/**
 * Microsoft COCO 2014 with all captions of each image, five to seven. Its training part is the
 * training split, its validation part the test split. It has no classes: each image is its own. All
 * captions and the names of all images are checked beforehand. Throws {@link DatasetError}: `source`
 * for a file that is missing or not in COCO's format, `text` for one that is not UTF-8.
 */
export const cocoSource = ({ folder }: CocoSourceOptions): Promise<DatasetSource> =>
  openPublished(folder, readCoco);

/** Checks the files that {@link cocoSource} reads, and lists them all. */
export const checkCoco = ({ folder }: CocoSourceOptions): Promise<SourceCheck> =>
  checkPublished(folder, readCoco);

/** The parts of COCO 2014, with the numbers of its page. */
const parts = [
  { split: 'train', name: 'train2014', size: '66 MB' },
  { split: 'test', name: 'val2014', size: '32 MB' },
] as const;
const published = { 'training images': 82_783, 'test images': 40_504, captions: 616_767 };

/** Where the archives are offered. */
const page = (archive: string) => `the downloads of cocodataset.org, "2014 ${archive}"`;

async function readCoco(files: PublishedFiles): Promise<DatasetSource | undefined> {
  const names = new Set<string>();
  const examples: { split: Split; folder: string; captions: CocoCaptions }[] = [];
  for (const { split, name, size } of parts) {
    const path = `annotations/captions_${name}.json`;
    const captions = await files.read(
      { path, from: `${page('Train/Val annotations')} (${size})` },
      async (file, read) => {
        const value = await readCocoCaptions(file, names, read);
        const holds = `${shown(value.captionCount)} captions of ${shown(value.images.length)} images`;
        return { value, holds };
      },
    );
    const folder = await imageFolder(files, name);
    const found = await files.read(
      folder,
      captions &&
        (async (root) => {
          const paths = captions.images.map((image) => join(root, image.name));
          await requireFiles(root, paths, { list: `captions_${name}.json`, files });
          return { value: root, holds: `${shown(paths.length)} images of ${name}` };
        }),
    );
    if (captions && found !== undefined) examples.push({ split, folder: found, captions });
  }
  if (examples.length < parts.length) return undefined;
  return {
    name: 'coco-2014',
    licence: 'captions CC-BY-4.0; images by the terms of use of Flickr',
    attribution:
      'Microsoft COCO 2014: captions by the COCO Consortium (Lin et al., Chen et al.); ' +
      'the images belong to their photographers on Flickr.',
    options: { crop: true, flip: true },
    size: examples.reduce((sum, { captions }) => sum + captions.images.length, 0),
    notices: noticesOf(examples[0]!.captions, examples[1]!.captions),
    examples: () => examples.flatMap((part) => examplesOf(part, files)),
  };
}

/** The folder of a part, or the one folder that the reference has for both parts. */
function imageFolder(files: PublishedFiles, name: string): Promise<PublishedFile> {
  const from = page(name.startsWith('train') ? 'Train images' : 'Val images');
  return files.find({ path: name, from }, { path: 'images', from });
}

function examplesOf(
  {
    split,
    folder,
    captions: { images },
  }: { readonly split: Split; readonly folder: string; readonly captions: CocoCaptions },
  files: PublishedFiles,
): SourceExample[] {
  const pathOf = ({ name }: CocoImage) => join(folder, name);
  return files.inOrder(images, pathOf).map((image): SourceExample => {
    const { name, captions, captionPlaces } = image;
    const id = name.replace(/\.jpg$/i, '');
    return { id, class: id, captions, captionPlaces, split, image: files.image(pathOf(image)) };
  });
}

function noticesOf(train: CocoCaptions, test: CocoCaptions): string[] {
  const sum = (of: 'captionCount' | 'emptyCount' | 'blanked') => train[of] + test[of];
  const found = {
    'training images': train.images.length,
    'test images': test.images.length,
    captions: sum('captionCount'),
  };
  const empty = sum('emptyCount');
  return [
    ...countNotices(found, published),
    ...(empty > 0 ? [`captions: ${shown(empty)} without a word are left out`] : []),
    ...blankedNotices(sum('blanked'), train.firstBlanked || test.firstBlanked),
  ];
}
