import { join } from 'node:path';

import type { DatasetSource, SourceExample, Split, Statement } from '../source/dataset-source.js';
import { type Counts, countNotices, shown } from './count-notice.js';
import type { PublishedFile, PublishedFiles } from './published-files.js';
import type { PublishedImage } from './published-image.js';
import { readReference } from './read-reference.js';
import { readTexts } from './read-texts.js';
import { requireFiles } from './require-files.js';
import { holdOutClasses } from './split-images.js';

/** A data set of the paper whose images have classes, and captions in text files. */
export interface ClassSet {
  /** Short name, in that of the encoder of its published embeddings. */
  readonly name: string;
  /** Sizes of the published files of embeddings, for somebody who lacks them. */
  readonly embeddingSizes?: Readonly<Record<Split, string>>;
  readonly about: Pick<DatasetSource, 'name' | 'licence' | 'attribution'>;
  /** Undefined if the tables that list them are missing or wrong. */
  readonly images: readonly PublishedImage[] | undefined;
  /** The table that names them. */
  readonly list: string;
  readonly imageFolder: PublishedFile;
  /** Places of the text files, of which the first is that of the publisher. */
  readonly textFolders: readonly [PublishedFile, PublishedFile];
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

/**
 * Reads what the sets of the paper have in common: the pickles of its code, the split, the images
 * that exist, the captions. The split is that of `testClasses`, else of the pickles, else of the
 * publisher of the images. Undefined if a file is missing or wrong, which `files` then says. Throws
 * {@link DatasetError} `source` for unknown `testClasses`.
 */
export async function readClassSet(
  files: PublishedFiles,
  set: ClassSet,
  testClasses: readonly string[] | undefined,
): Promise<DatasetSource | undefined> {
  const { images: all, imageFolder, textFolders, list, about, published, stateOf } = set;
  const reference = await readReference(files, all, set);
  const named = all && reference ? all.filter(({ id }) => reference.splits.has(id)) : all;
  const images = named && files.inOrder(named, ({ file }) => join(files.pathOf(imageFolder), file));
  const isOwn = !reference && !testClasses;
  const own = isOwn ? await set.readSplit() : undefined;
  await files.read(
    imageFolder,
    images &&
      (async (folder) => {
        const paths = images.map(({ file }) => join(folder, file));
        await requireFiles(folder, paths, { list, files });
        return { value: folder, holds: `${shown(paths.length)} images` };
      }),
  );
  const textFolder = await files.find(...textFolders);
  const read = await files.read(
    textFolder,
    images &&
      (async (folder, readFile) => {
        const paths = images.map(({ text }) => join(folder, text));
        await requireFiles(folder, paths, { list, files });
        const value = await readTexts(folder, images, reference?.embedded, readFile);
        return { value, holds: `${shown(captionCount(value.texts))} captions` };
      }),
  );
  if (!images || !read || files.fault !== undefined) return undefined;
  const splits = testClasses
    ? holdOutClasses(files.folder, images, testClasses)
    : (reference?.splits ?? own!);
  const encoder = reference?.embedded?.encoder;
  const examples = images.map((image, index): SourceExample => {
    const { id, class: name, file, box, attributes } = image;
    const texts = read.texts[index]!;
    return {
      ...{ id, class: name, split: splits.get(id)!, ...texts },
      ...(box && { box }),
      ...(attributes &&
        stateOf && {
          attributes,
          statements: texts.captions.map((caption) => stateOf(attributes, caption)),
        }),
      image: files.image(join(files.pathOf(imageFolder), file)),
    };
  });
  return {
    ...about,
    options: { crop: true, flip: true },
    size: examples.length,
    ...(encoder && { encoder }),
    notices: [
      ...countNotices(
        { ...countsOf(examples), ...sizeOf(encoder?.dimension) },
        { ...(isOwn ? published.own : published.paper), ...sizeOf(encoder && 1024) },
      ),
      ...leftOutNotices(all!.length - images.length),
      ...sharedNotices(examples, published.paper),
      ...read.notices,
    ],
    examples: () => examples,
  };
}

const captionCount = (texts: readonly Pick<SourceExample, 'captions'>[]): number =>
  texts.reduce((sum, { captions }) => sum + captions.length, 0);

const classesOf = (examples: readonly SourceExample[], split: Split): Set<string> =>
  new Set(examples.filter((each) => each.split === split).map((each) => each.class));

function countsOf(examples: readonly SourceExample[]): Counts {
  const train = examples.filter(({ split }) => split === 'train').length;
  return {
    'training images': train,
    'test images': examples.length - train,
    'training classes': classesOf(examples, 'train').size,
    'test classes': classesOf(examples, 'test').size,
    captions: captionCount(examples),
  };
}

const sizeOf = (dimension: number | undefined): Counts =>
  dimension === undefined ? {} : { 'numbers per embedding': dimension };

const leftOutNotices = (count: number): string[] =>
  count > 0 ? [`${shown(count)} images are left out: no filenames.pickle names them`] : [];

/** Says that classes are in both parts, where the paper holds out whole classes. */
function sharedNotices(examples: readonly SourceExample[], paper: Counts): string[] {
  const test = classesOf(examples, 'test');
  const shared = [...classesOf(examples, 'train')].filter((name) => test.has(name));
  if (shared.length === 0) return [];
  return [
    `split: classes with training and test images ${shown(shared.length)}, such as ${shared[0]}; the paper ` +
      `holds out ${paper['test classes']} whole classes: name these, or add the pickles of its code`,
  ];
}
