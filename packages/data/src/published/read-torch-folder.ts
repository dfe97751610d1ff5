import { createHash } from 'node:crypto';

import { blankedNotices } from '../captions/clean-caption.js';
import type { PlacedCaptions } from '../captions/read-all-captions.js';
import { mapInChunks } from '../files/map-in-chunks.js';
import { DatasetError } from '../shared/errors.js';
import type { DataFolder } from '../trees/data-folder.js';
import { shown } from './count-notice.js';
import { type Embedded, publishedEncoder } from './embedded.js';
import { readTorchCaptions, type TorchCaptions } from './read-torch-captions.js';

/** An image and its file of captions. */
export interface CaptionedImage {
  readonly id: string;
  readonly path: string;
}

type Read = CaptionedImage & TorchCaptions;

/** Number of files that are read in parallel: a hostile one may take 64 MB. */
const CHUNK_SIZE = 8;

/**
 * Reads the captions of all images from Torch7 files, and their embeddings if these files have them.
 * `set` is the name of the data set in the identity of the encoder. Throws the errors of
 * `readTorchCaptions`, and {@link DatasetError} `source` if only some files have embeddings.
 */
export async function readTorchFolder(
  images: readonly CaptionedImage[],
  folder: DataFolder,
  set: string,
): Promise<{
  files: readonly PlacedCaptions[];
  embedded: Embedded | undefined;
  notices: readonly string[];
}> {
  // In an archive, captions may be in another order than images.
  const ordered = folder.inOrder(images, ({ path }) => path);
  const read = await mapInChunks(ordered, CHUNK_SIZE, async (image): Promise<Read> => {
    return { ...image, ...(await readTorchCaptions(image.path, folder.readFile)) };
  });
  const files = new Map(read.map((one) => [one.id, one]));
  return {
    files: images.map(({ id }) => {
      const { captions, captionPlaces } = files.get(id)!;
      return { captions, captionPlaces };
    }),
    embedded: embeddedOf(
      images.map(({ id }) => files.get(id)!),
      set,
    ),
    notices: noticesOf(images.map(({ id }) => files.get(id)!)),
  };
}

function embeddedOf(files: readonly Read[], set: string): Embedded | undefined {
  const dimension = files[0]?.embedded?.dimension;
  const odd = files.find((file) => file.embedded?.dimension !== dimension);
  if (odd !== undefined) {
    const form = (size: number | undefined) => (size === undefined ? 'no txt' : `${size} numbers`);
    const message = `${odd.path}: it has ${form(odd.embedded?.dimension)} per caption, but ${files[0]!.path} has ${form(dimension)}`;
    throw new DatasetError('source', odd.path, message);
  }
  if (dimension === undefined) return undefined;
  const rows = new Map(files.map(({ id, embedded }) => [id, embedded!.data]));
  // Of the numbers alone, in an order that does not depend on an archive.
  const hash = createHash('sha256');
  for (const id of [...rows.keys()].sort()) {
    const { buffer, byteOffset, byteLength } = rows.get(id)!;
    hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  }
  return { rows, encoder: publishedEncoder(set, hash, dimension) };
}

function noticesOf(files: readonly Read[]): string[] {
  const sum = (of: 'blanked' | 'emptyCount' | 'fullCount') =>
    files.reduce((total, file) => total + file[of], 0);
  const first = (of: 'blanked' | 'fullCount') => files.find((file) => file[of] > 0)?.path ?? '';
  const [empty, full] = [sum('emptyCount'), sum('fullCount')];
  return [
    ...(empty > 0 ? [`captions: ${shown(empty)} without a word are left out`] : []),
    ...(full > 0
      ? [
          `captions: ${shown(full)} have as many characters as their files hold, such as one in ` +
            `${first('fullCount')}, so their ends may be missing`,
        ]
      : []),
    ...blankedNotices(sum('blanked'), first('blanked')),
  ];
}
