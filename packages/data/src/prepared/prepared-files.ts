import type { RelativeBox } from '../images/bounding-box.js';
import type { Split, Statement } from '../source/dataset-source.js';

/** Version of the prepared format; readers refuse newer ones. */
export const formatVersion = 1;

/**
 * The file that describes a prepared data set. It is written last: a folder that has it is
 * complete.
 */
export const DATASET_FILE = 'dataset.json';

/** Names of the other files. */
export const examplesFile = 'examples.jsonl';
export const embeddingsFile = 'embeddings.safetensors';
export const imagesFile = (imageSize: number): string => `images-${imageSize}.bin`;

/** One line of `examples.jsonl`. Its captions are consecutive rows of the embeddings. */
export interface StoredExample {
  readonly id: string;
  readonly class: string;
  readonly split: Split;
  readonly captions: readonly string[];
  /** From the source; left out if it has none. */
  readonly attributes?: Readonly<Record<string, string>>;
  readonly statements?: readonly Statement[];
  /** The object's place in the stored image; left out if it is not known. */
  readonly box?: RelativeBox;
  /** Offset and length in the image file of each size, in the order of `imageSizes`. */
  readonly images: readonly (readonly [offset: number, length: number])[];
}
