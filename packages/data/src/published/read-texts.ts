import { join } from 'node:path';

import { type PlacedCaptions, readAllCaptions } from '../captions/read-all-captions.js';
import type { ReadFile } from '../files/read-bounded.js';
import { DatasetError } from '../shared/errors.js';
import type { SourceExample } from '../source/dataset-source.js';
import type { PublishedImage } from './published-image.js';
import type { Reference } from './read-reference.js';

/** The captions of an image, with their embeddings if the pickles have them. */
export type ImageTexts = PlacedCaptions & Pick<SourceExample, 'embeddings'>;

/**
 * Reads the captions of all images from `folder`. Embeddings belong to the first captions of a
 * file; further captions are left out, and counted. Throws the errors of `readAllCaptions`, and
 * {@link DatasetError} `source` for a file with fewer captions than embeddings.
 */
export async function readTexts(
  folder: string,
  images: readonly PublishedImage[],
  embedded: Reference['embedded'],
  read: ReadFile,
): Promise<{ texts: readonly ImageTexts[]; notices: readonly string[] }> {
  const paths = images.map(({ text }) => join(folder, text));
  const { files, notices } = await readAllCaptions(paths, read);
  if (embedded === undefined) return { texts: files, notices };
  const { rows, encoder } = embedded;
  const longer: string[] = [];
  const texts = files.map(({ captions, captionPlaces }, index): ImageTexts => {
    const embeddings = rows.get(images[index]!.id)!;
    const count = embeddings.length / encoder.dimension;
    const path = paths[index]!;
    if (captions.length < count) {
      const message = `${path} has ${captions.length} captions, but the pickle has embeddings of ${count}`;
      throw new DatasetError('source', path, message);
    }
    if (captions.length > count) longer.push(path);
    return {
      captions: captions.slice(0, count),
      captionPlaces: captionPlaces.slice(0, count),
      embeddings,
    };
  });
  const notice = `captions: ${longer.length} files have more captions than embeddings, such as ${longer[0]}; the first ones are used`;
  return { texts, notices: [...notices, ...(longer.length > 0 ? [notice] : [])] };
}
