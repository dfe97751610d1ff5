import { createHash } from 'node:crypto';

import type { EncoderIdentity } from '@stackgan/text';
import sharp from 'sharp';

import type { Preprocessing } from '../images/preprocessing.js';
import { formatVersion } from '../prepared/prepared-files.js';
import type { DatasetSource, SourceExample } from '../source/dataset-source.js';

/**
 * Hex SHA-256 of what is prepared and how: the source and its examples except for the bytes of their
 * images, the encoder, sizes and preprocessing. Equal ones give the same files if the images are the
 * same.
 */
export function preparationKey({
  source: { name, licence, attribution, options },
  examples,
  encoder,
  sizes,
  preprocessing,
}: {
  source: DatasetSource;
  examples: readonly SourceExample[];
  encoder: Required<EncoderIdentity>;
  sizes: readonly number[];
  preprocessing: Preprocessing;
}): string {
  const hash = createHash('sha256');
  const add = (value: unknown) => hash.update(`${JSON.stringify(value)}\n`);
  add([formatVersion, sharp.versions, name, licence, attribution, options]);
  add([encoder.name, encoder.hash, encoder.dimension, sizes, preprocessing]);
  for (const { id, class: className, split, captions, box, attributes, statements } of examples) {
    add([id, className, split, captions, box, attributes, statements]);
  }
  return hash.digest('hex');
}
