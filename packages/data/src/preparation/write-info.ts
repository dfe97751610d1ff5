import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { EncoderIdentity } from '@stackgan/text';

import type { Preprocessing } from '../images/preprocessing.js';
import { listAttributes } from '../prepared/list-attributes.js';
import type { PreparedInfo } from '../prepared/prepared-dataset.js';
import {
  DATASET_FILE,
  embeddingsFile,
  examplesFile,
  formatVersion,
  imagesFile,
} from '../prepared/prepared-files.js';
import type { DatasetSource } from '../source/dataset-source.js';
import type { Packed } from './find-packed.js';

/** Writes `dataset.json` about the other files in `folder`, which are flushed to the disk first. */
export async function writeInfo({
  source,
  encoder,
  sizes,
  preprocessing,
  folder,
  examples,
  undecodable,
}: {
  source: DatasetSource;
  encoder: Required<EncoderIdentity>;
  sizes: readonly number[];
  preprocessing: Preprocessing;
  folder: string;
} & Packed): Promise<PreparedInfo> {
  const files: Record<string, number> = {};
  for (const name of [examplesFile, embeddingsFile, ...sizes.map(imagesFile)]) {
    files[name] = await syncToDisk(join(folder, name));
  }
  const train = examples.filter(({ split }) => split === 'train').length;
  const attributes = listAttributes(examples);
  const isCropped = preprocessing.objectCrop > 0;
  const info: PreparedInfo = {
    formatVersion,
    name: source.name,
    licence: source.licence,
    attribution: source.attribution,
    options: source.options,
    preprocessing,
    encoder: { name: encoder.name, hash: encoder.hash, dimension: encoder.dimension },
    imageSizes: [...sizes],
    classNames: [...new Set(examples.map((example) => example.class))],
    ...(attributes.length > 0 && { attributes }),
    counts: {
      train,
      test: examples.length - train,
      captions: examples.reduce((sum, { captions }) => sum + captions.length, 0),
      boxes: isCropped ? examples.filter(({ box }) => box !== undefined).length : 0,
    },
    undecodable,
    files,
  };
  await writeFile(join(folder, DATASET_FILE), `${JSON.stringify(info, null, 2)}\n`);
  await syncToDisk(join(folder, DATASET_FILE));
  return info;
}

/** Flushes a file, so that it survives a power failure after the rename; returns its size. */
async function syncToDisk(path: string): Promise<number> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
    return (await file.stat()).size;
  } finally {
    await file.close();
  }
}
