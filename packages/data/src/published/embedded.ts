import type { Hash } from 'node:crypto';

import type { EncoderIdentity } from '@stackgan/text';

import type { PlacedCaptions } from '../captions/read-all-captions.js';
import { DatasetError } from '../shared/errors.js';
import type { SourceExample } from '../source/dataset-source.js';

/** Published embeddings, and the encoder that made them. */
export interface Embedded {
  /** Those of each image by its id, [captions, dimension] row-major. */
  readonly rows: ReadonlyMap<string, Float32Array>;
  readonly encoder: Required<EncoderIdentity>;
}

/** The encoder of the published embeddings of a data set; `hash` took in what they were read from. */
export function publishedEncoder(
  set: string,
  hash: Hash,
  dimension: number,
): Required<EncoderIdentity> {
  return { name: `char-cnn-rnn (published, ${set})`, hash: hash.digest('hex'), dimension };
}

/** The captions of an image, with their embeddings if these are published. */
export type ImageTexts = PlacedCaptions & Pick<SourceExample, 'embeddings'>;

/** The captions of an image before they are joined with its embeddings. */
export interface UnjoinedTexts extends PlacedCaptions {
  /** Of the image. */
  readonly id: string;
  /** What its captions were read from, for messages. */
  readonly path: string;
}

/**
 * Joins captions and embeddings, which belong to the first captions of an image; further ones are
 * left out, and counted. Throws {@link DatasetError} `source` for an image with fewer captions than
 * embeddings.
 */
export function joinEmbeddings(
  images: readonly UnjoinedTexts[],
  { rows, dimension }: { readonly rows: Embedded['rows']; readonly dimension: number },
): { texts: ImageTexts[]; notices: string[] } {
  const longer: string[] = [];
  const texts = images.map(({ id, path, captions, captionPlaces }): ImageTexts => {
    const embeddings = rows.get(id)!;
    const count = embeddings.length / dimension;
    if (captions.length < count) {
      const message = `${path} has ${captions.length} captions, but there are embeddings of ${count}`;
      throw new DatasetError('source', path, message);
    }
    if (captions.length > count) longer.push(path);
    return {
      captions: captions.slice(0, count),
      captionPlaces: captionPlaces.slice(0, count),
      embeddings,
    };
  });
  const notice = `captions: ${longer.length} images have more captions than embeddings, such as ${longer[0]}; the first ones are used`;
  return { texts, notices: longer.length > 0 ? [notice] : [] };
}
