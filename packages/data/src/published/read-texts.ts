import { readAllCaptions } from '../captions/read-all-captions.js';
import type { DataFolder } from '../trees/data-folder.js';
import type { CaptionForm } from './caption-folders.js';
import { type Embedded, type ImageTexts, joinEmbeddings } from './embedded.js';
import { type CaptionedImage, readTorchFolder } from './read-torch-folder.js';

/** All captions of a data set. */
export interface Texts {
  /** In the order of the images. */
  readonly texts: readonly ImageTexts[];
  /** Where their embeddings are from, if they have any. */
  readonly embedded: Embedded | undefined;
  readonly notices: readonly string[];
}

/**
 * Reads the captions of all images, with their embeddings: those of `given`, or else those that the
 * files have. Throws the errors of `readAllCaptions`, `readTorchFolder` and `joinEmbeddings`.
 */
export async function readTexts(
  images: readonly CaptionedImage[],
  folder: DataFolder,
  { ending, set, given }: { ending: CaptionForm; set: string; given: Embedded | undefined },
): Promise<Texts> {
  const paths = images.map(({ path }) => path);
  const read =
    ending === '.t7'
      ? await readTorchFolder(images, folder, set)
      : { ...(await readAllCaptions(paths, folder.readFile)), embedded: undefined };
  const { files, notices } = read;
  const embedded = given ?? read.embedded;
  if (embedded === undefined) return { texts: files, embedded, notices };
  const { rows, encoder } = embedded;
  const unjoined = images.map((image, index) => ({ ...image, ...files[index]! }));
  const joined = joinEmbeddings(unjoined, { rows, dimension: encoder.dimension });
  return { texts: joined.texts, embedded, notices: [...notices, ...joined.notices] };
}
