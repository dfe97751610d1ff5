import { join } from 'node:path';

import { blankedNotices } from '../captions/clean-caption.js';
import type { CheckedFiles } from '../published/checked-files.js';
import { captionCount } from '../published/class-set-notices.js';
import { countNotices, shown } from '../published/count-notice.js';
import { checkPublished, openPublished } from '../published/open-published.js';
import { requireFiles } from '../published/require-files.js';
import type { SourceCheck } from '../published/source-check.js';
import type { DatasetSource, SourceExample, Split } from '../source/dataset-source.js';
import { type CocoCaptions, idOf, readCocoCaptions } from './read-coco-captions.js';
import { type EmbeddedImage, readCocoReference } from './read-coco-reference.js';

/** Options of {@link cocoSource}. */
export interface CocoSourceOptions {
  /**
   * Holds the archives' `train2014` and `val2014`, or all images in one folder `images`;
   * `annotations` with `captions_train2014.json` and `captions_val2014.json`; and, if you have them,
   * the pickles of the reference code in `train`, and `val_captions.t7` in `test`.
   */
  readonly folder: string;
}

/**
 * Microsoft COCO 2014 with all captions of each image, five to seven. Its training part is the
 * training split, its validation part the test split. It has no classes: each image is its own. If
 * the files of the reference code exist, it has the images that these name, and those of their
 * captions that have embeddings. All captions and the names of all images are checked beforehand.
 * Throws {@link DatasetError}: `source` for a file that is missing or not in its format, `text` for
 * one that is not UTF-8.
 */
export const cocoSource = ({ folder }: CocoSourceOptions): Promise<DatasetSource> =>
  openPublished(folder, readCoco);

/** Checks the files that {@link cocoSource} reads, and lists them all. */
export const checkCoco = ({ folder }: CocoSourceOptions): Promise<SourceCheck> =>
  checkPublished(folder, readCoco);

/** The parts of COCO 2014, with the numbers of its page. */
const parts = [
  { split: 'train', name: 'train2014', size: '66 MB', what: 'Train images', archive: '13 GB' },
  { split: 'test', name: 'val2014', size: '32 MB', what: 'Val images', archive: '6 GB' },
] as const;
const published = { 'training images': 82_783, 'test images': 40_504, captions: 616_767 };

/** The reference code draws one caption of COCO (P:code/miscc/datasets.py:144-145). */
const CAPTIONS_PER_DRAW = 1;

/** Where the archives are offered. */
const page = (archive: string) => `the downloads of cocodataset.org, "2014 ${archive}"`;

async function readCoco(files: CheckedFiles): Promise<DatasetSource | undefined> {
  const { folder } = files;
  const names = new Set<string>();
  const captions: Record<Split, CocoCaptions | undefined> = { train: undefined, test: undefined };
  for (const { split, name, size } of parts) {
    captions[split] = await files.read(
      {
        path: `annotations/captions_${name}.json`,
        from: `${page('Train/Val annotations')} (${size})`,
      },
      async (file, read) => {
        const value = await readCocoCaptions(file, names, read);
        const holds = `${shown(value.captionCount)} captions of ${shown(value.images.length)} images`;
        return { value, holds };
      },
    );
  }
  const reference = await readCocoReference(files, captions);
  const examples: SourceExample[] = [];
  for (const { split, name, what, archive } of parts) {
    const images: readonly EmbeddedImage[] | undefined =
      reference?.images[split] ?? captions[split]?.images;
    // The reference has one folder for both parts.
    const from = `${page(what)} (${archive})`;
    const place = await files.find({ path: name, from }, { path: 'images', from });
    const pathOf = (image: EmbeddedImage) => join(folder.pathOf(place.path), image.name);
    await files.read(
      place,
      images &&
        (async (root) => {
          const list = `captions_${name}.json`;
          await requireFiles(root, images.map(pathOf), { list, folder });
          return { value: root, holds: `${shown(images.length)} images of ${name}` };
        }),
    );
    for (const image of folder.inOrder(images ?? [], pathOf)) {
      const { name: _, ...texts } = image;
      const id = idOf(image);
      examples.push({ id, class: id, split, ...texts, image: folder.image(pathOf(image)) });
    }
  }
  const { train, test } = captions;
  if (!train || !test || files.fault !== undefined) return undefined;
  const encoder = reference?.encoder;
  return {
    name: 'coco-2014',
    licence: 'captions CC-BY-4.0; images by the terms of use of Flickr',
    attribution:
      'Microsoft COCO 2014: captions by the COCO Consortium (Lin et al., Chen et al.); ' +
      'the images belong to their photographers on Flickr.',
    options: { crop: true, flip: true, captionsPerDraw: CAPTIONS_PER_DRAW },
    size: examples.length,
    ...(encoder && { encoder }),
    notices: [
      ...numberNotices(examples, encoder?.dimension),
      ...(reference?.notices ?? []),
      ...captionNotices(train, test),
    ],
    examples: () => examples,
  };
}

/** With published embeddings, captions without one are left out, whose number is not known. */
function numberNotices(
  examples: readonly SourceExample[],
  dimension: number | undefined,
): string[] {
  const train = examples.filter(({ split }) => split === 'train').length;
  const { 'training images': ofTraining } = published;
  return dimension === undefined
    ? countNotices(
        {
          'training images': train,
          'test images': examples.length - train,
          captions: captionCount(examples),
        },
        published,
      )
    : countNotices(
        { 'training images': train, 'numbers per embedding': dimension },
        { 'training images': ofTraining, 'numbers per embedding': 1024 },
      );
}

function captionNotices(train: CocoCaptions, test: CocoCaptions): string[] {
  const empty = train.emptyCount + test.emptyCount;
  return [
    ...(empty > 0 ? [`captions: ${shown(empty)} without a word are left out`] : []),
    ...blankedNotices(train.blanked + test.blanked, train.firstBlanked || test.firstBlanked),
  ];
}
