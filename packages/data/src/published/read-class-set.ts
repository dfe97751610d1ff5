import { join } from 'node:path';

import type { DatasetSource, SourceExample, Split, Statement } from '../source/dataset-source.js';
import { type CaptionFolder, findCaptions } from './caption-folders.js';
import type { CheckedFiles, PublishedFile } from './checked-files.js';
import { captionCount, classSetNotices, leftOutNotices } from './class-set-notices.js';
import { type Counts, shown } from './count-notice.js';
import type { PublishedImage } from './published-image.js';
import { readReference } from './read-reference.js';
import { readTexts } from './read-texts.js';
import { requireFiles } from './require-files.js';
import { holdOutClasses } from './split-images.js';

/** A data set of the paper whose images have classes, and captions in a file of their own. */
export interface ClassSet {
  /** Short name, in that of the encoder of its published embeddings. */
  readonly name: string;
  /** Sizes of the published files of embeddings, for somebody who lacks them. */
  readonly embeddingSizes: Readonly<Record<Split, string>>;
  readonly about: Pick<DatasetSource, 'name' | 'licence' | 'attribution'>;
  /** Undefined if the tables that list them are missing or wrong. */
  readonly images: readonly PublishedImage[] | undefined;
  /** The table that names them. */
  readonly list: string;
  readonly imageFolder: PublishedFile;
  /** Places of the captions, of which the first is that of the publisher. */
  readonly captionFolders: readonly CaptionFolder[];
  /** Reads the split that the publisher of the images gives. */
  readonly readSplit: () => Promise<ReadonlyMap<string, Split> | undefined>;
  /** The numbers of the split of the paper, and of that of `readSplit`. */
  readonly published: { readonly paper: Counts; readonly own: Counts };
  /** What a caption states of an image with attributes. */
  readonly stateOf?: (
    attributes: NonNullable<PublishedImage['attributes']>,
    caption: string,
  ) => Statement;
}

/** The reference code averages the embeddings of four captions (T:misc/datasets.py:87-109). */
const CAPTIONS_PER_DRAW = 4;

/**
 * Reads what the sets of the paper have in common: the pickles of its code, the split, the images
 * that exist, the captions. The split is that of `testClasses`, else of the pickles, else of the
 * publisher of the images. Undefined if a file is missing or wrong, which `files` then says. Throws
 * {@link DatasetError} `source` for unknown `testClasses`.
 */
export async function readClassSet(
  files: CheckedFiles,
  set: ClassSet,
  testClasses: readonly string[] | undefined,
): Promise<DatasetSource | undefined> {
  const { images: all, imageFolder, list, about, published, stateOf } = set;
  const { folder } = files;
  const reference = await readReference(files, all, set);
  const named = all && reference ? all.filter(({ id }) => reference.splits.has(id)) : all;
  const imageOf = ({ file }: PublishedImage) => join(folder.pathOf(imageFolder.path), file);
  const images = named && folder.inOrder(named, imageOf);
  const isOwn = !reference && !testClasses;
  const own = isOwn ? await set.readSplit() : undefined;
  await files.read(
    imageFolder,
    images &&
      (async (place) => {
        await requireFiles(place, images.map(imageOf), { list, folder });
        return { value: place, holds: `${shown(images.length)} images` };
      }),
  );
  const given = reference?.embedded;
  const captions = await findCaptions(files, set.captionFolders, given !== undefined);
  const { ending } = captions.place;
  const read = await files.read(
    captions.place,
    images &&
      (async (place) => {
        const captioned = images.map(({ id, text }) => ({ id, path: join(place, text + ending) }));
        const paths = captioned.map(({ path }) => path);
        await requireFiles(place, paths, { list, folder });
        const value = await readTexts(captioned, folder, { ending, set: set.name, given });
        const embeddings = value.embedded && !given ? ' and their embeddings' : '';
        return { value, holds: `${shown(captionCount(value.texts))} captions${embeddings}` };
      }),
  );
  if (!images || !read || files.fault !== undefined) return undefined;
  const splits = testClasses
    ? holdOutClasses(folder.path, images, testClasses)
    : (reference?.splits ?? own!);
  const encoder = read.embedded?.encoder;
  const examples = images.map((image, index): SourceExample => {
    const { id, class: name, box, attributes } = image;
    const texts = read.texts[index]!;
    return {
      ...{ id, class: name, split: splits.get(id)!, ...texts },
      ...(box && { box }),
      ...(attributes &&
        stateOf && {
          attributes,
          statements: texts.captions.map((caption) => stateOf(attributes, caption)),
        }),
      image: folder.image(imageOf(image)),
    };
  });
  const numbers = {
    ...{ published: isOwn ? published.own : published.paper, paper: published.paper },
    ...(encoder && { dimension: encoder.dimension }),
  };
  return {
    ...about,
    options: { crop: true, flip: true, captionsPerDraw: CAPTIONS_PER_DRAW },
    size: examples.length,
    ...(encoder && { encoder }),
    notices: [
      ...classSetNotices(examples, numbers),
      ...leftOutNotices(all!.length - images.length),
      ...captions.notices,
      ...read.notices,
    ],
    examples: () => examples,
  };
}
