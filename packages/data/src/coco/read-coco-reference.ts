import type { EncoderIdentity } from '@stackgan/text';

import type { CheckedFiles } from '../published/checked-files.js';
import { leftOutNotices } from '../published/class-set-notices.js';
import { shown } from '../published/count-notice.js';
import { type ImageTexts, joinEmbeddings, publishedEncoder } from '../published/embedded.js';
import { ReferencePickles } from '../published/reference-pickles.js';
import { DatasetError } from '../shared/errors.js';
import type { Split } from '../source/dataset-source.js';
import { type CocoCaptions, type CocoImage, idOf } from './read-coco-captions.js';
import { type EmbeddedCaptions, readValCaptions } from './read-val-captions.js';

/** An image of COCO, with the embeddings of its captions if they are published. */
export type EmbeddedImage = Pick<CocoImage, 'name'> & ImageTexts;

/** What the files of the reference code leave of COCO, and add to it. */
export interface CocoReference {
  readonly images: Readonly<Record<Split, readonly EmbeddedImage[]>>;
  /** Who made the embeddings, if there are any. */
  readonly encoder?: Required<EncoderIdentity>;
  readonly notices: readonly string[];
}

const readme =
  'the README of hanzhanggit/StackGAN-Pytorch on GitHub, "char-CNN-RNN text embeddings"';
const from = `${readme} for training coco`;
const valFile = { path: 'test/val_captions.t7', from: `${readme} for evaluating coco` };

/**
 * Reads the files of the reference code for COCO: `filenames` and `char-CNN-RNN-embeddings` of the
 * training part, and `val_captions.t7`, whose captions are found by their words, because it names no
 * images. Undefined if there are none, or if one is wrong, which `files` then says.
 */
export async function readCocoReference(
  files: CheckedFiles,
  captions: Readonly<Record<Split, CocoCaptions | undefined>>,
): Promise<CocoReference | undefined> {
  const pickles = new ReferencePickles(files);
  const { train, test } = captions;
  const isEmbedded =
    (await pickles.has('embeddings', ['train'])) || (await files.folder.exists(valFile.path));
  const isListed = isEmbedded || (await pickles.has('names', ['train']));
  const classOf = train && new Map(train.images.map((image) => [idOf(image), idOf(image)]));
  const known = { classOf, hasClasses: false, isListed, isEmbedded, from, size: '1.7 GB' };
  const named = () => train!.images.filter((image) => pickles.splits.has(idOf(image)));
  const training = await pickles.readPart('train', known, () => joinTraining(named(), pickles));
  const { dimension, hash } = pickles;
  const testing = await files.read(
    { ...valFile, isOptional: !isEmbedded },
    test && dimension
      ? async (path, read) => {
          const value = findImages(test, await readValCaptions(path, dimension, hash, read), path);
          return { value, holds: `${shown(value.images.length)} images with embeddings` };
        }
      : undefined,
  );
  if (!isListed || !train || !test || files.fault !== undefined) return undefined;
  const notices = [
    ...leftOutNotices(train.images.length - named().length),
    ...((await pickles.has('classes', ['train', 'test'])) ? [noClasses] : []),
  ];
  if (!training || !testing || !dimension) {
    return { images: { train: named(), test: test.images }, notices };
  }
  return {
    images: { train: training.images, test: testing.images },
    encoder: publishedEncoder('coco', hash, dimension),
    notices: [...notices, noOrder, ...training.notices, ...testing.notices],
  };
}

const noClasses =
  'not read: class_info.pickle, because COCO has no classes: each image is a class of its own';
const noOrder =
  'embeddings: the pickle does not say of which caption of an image each is; they are taken in the ' +
  'order of captions_train2014.json';

/** The images of the training part with their embeddings. */
function joinTraining(
  images: readonly CocoImage[],
  { rows, dimension = 0 }: ReferencePickles,
): { images: EmbeddedImage[]; notices: string[] } {
  const unjoined = images.map((image) => ({ ...image, id: idOf(image), path: image.name }));
  const { texts, notices } = joinEmbeddings(unjoined, { rows, dimension });
  return { images: images.map(({ name }, index) => ({ name, ...texts[index]! })), notices };
}

/** The images with captions that have an embedding, and only these captions. */
function findImages(
  { images, captionCount }: CocoCaptions,
  embedded: EmbeddedCaptions,
  path: string,
): { images: EmbeddedImage[]; notices: string[] } {
  const found = images.flatMap(({ name, captions, captionPlaces }) => {
    const kept = captions.flatMap((caption, index) => {
      const row = embedded.find(caption);
      return row ? [{ caption, place: captionPlaces[index]!, row }] : [];
    });
    if (kept.length === 0) return [];
    return {
      name,
      captions: kept.map(({ caption }) => caption),
      captionPlaces: kept.map(({ place }) => place),
      embeddings: joinRows(kept.map(({ row }) => row)),
    };
  });
  if (found.length === 0) {
    const message = `${path}: none of its ${embedded.count} captions is one of captions_val2014.json`;
    throw new DatasetError('source', path, message);
  }
  const left = captionCount - found.reduce((sum, { captions }) => sum + captions.length, 0);
  const bare = images.length - found.length;
  const notice = `captions: ${shown(left)} of captions_val2014.json are not in val_captions.t7 and are left out, and ${shown(bare)} test images that have no others`;
  return { images: found, notices: left > 0 ? [notice] : [] };
}

function joinRows(rows: readonly Float32Array[]): Float32Array {
  const joined = new Float32Array(rows.length * rows[0]!.length);
  rows.forEach((row, index) => joined.set(row, index * row.length));
  return joined;
}
