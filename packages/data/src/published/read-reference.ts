import type { Split } from '../source/dataset-source.js';
import type { CheckedFiles } from './checked-files.js';
import { type Embedded, publishedEncoder } from './embedded.js';
import type { PublishedImage } from './published-image.js';
import { ReferencePickles } from './reference-pickles.js';

/** What the pickles say that the reference code trains on. */
export interface Reference {
  /** The part of each image that they name. */
  readonly splits: ReadonlyMap<string, Split>;
  /** The embeddings of their captions, if they are there. */
  readonly embedded?: Embedded;
}

const parts = ['train', 'test'] as const;
const from = 'the README of hanzhanggit/StackGAN on GitHub, "char-CNN-RNN text embeddings"';

/**
 * Reads the pickles of the reference code for a set with classes: `filenames`, `class_info` and
 * `char-CNN-RNN-embeddings` in `train` and `test`. Undefined if there are none, or if one is wrong,
 * which `files` then says. `set.name` is that of the data set in the identity of the encoder.
 */
export async function readReference(
  files: CheckedFiles,
  images: readonly PublishedImage[] | undefined,
  set: { readonly name: string; readonly embeddingSizes: Readonly<Record<Split, string>> },
): Promise<Reference | undefined> {
  const pickles = new ReferencePickles(files);
  const isEmbedded = await pickles.has('embeddings', parts);
  const isListed =
    isEmbedded || (await pickles.has('names', parts)) || (await pickles.has('classes', parts));
  const classOf = images && new Map(images.map((image) => [image.id, image.class]));
  for (const split of parts) {
    const size = set.embeddingSizes[split];
    const known = { classOf, hasClasses: true, isListed, isEmbedded, from, size };
    await pickles.readPart(split, known);
  }
  if (!isListed || files.fault !== undefined) return undefined;
  const { splits, rows, hash, dimension } = pickles;
  if (dimension === undefined) return { splits };
  return { splits, embedded: { rows, encoder: publishedEncoder(set.name, hash, dimension) } };
}
