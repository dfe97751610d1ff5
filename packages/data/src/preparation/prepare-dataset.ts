import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { EncoderIdentity } from '@stackgan/text';

import type { HashedCaptionEncoder } from '../captions/hashed-encoder.js';
import { describeDiskFault } from '../shared/disk-fault.js';
import { checkCaptions } from './check-captions.js';
import { checkEmbeddings } from './check-embeddings.js';
import { DatasetError } from '../shared/errors.js';
import { halfKnownCaptions } from './half-known-captions.js';
import { listAttributes } from '../prepared/list-attributes.js';
import { packExamples } from './pack-examples.js';
import { type Preprocessing, resolvePreprocessing } from '../images/preprocessing.js';
import type { PrepareProgress } from './prepare-progress.js';
import type { PreparedInfo } from '../prepared/prepared-dataset.js';
import {
  embeddingsFile,
  examplesFile,
  formatVersion,
  DATASET_FILE,
  imagesFile,
} from '../prepared/prepared-files.js';
import type { StoredExample } from '../prepared/prepared-files.js';
import type { DatasetSource } from '../source/dataset-source.js';
import { fillFolder } from '../files/fill-folder.js';
import { takeExamples } from './take-examples.js';
import { embedCaptions, ownEmbeddings, writeEmbeddings } from './write-embeddings.js';

/** Options of {@link prepareDataset}. */
export interface PrepareOptions {
  readonly source: DatasetSource;
  /** Folder to create; must be empty or not exist. */
  readonly outDir: string;
  /** Embeds the captions. Leave it out for the embeddings that the source brings. */
  readonly encoder?: HashedCaptionEncoder;
  /** Image sizes to store, sides in pixels. */
  readonly sizes?: readonly number[];
  /** How images are cropped and resized, where it differs from `defaultPreprocessing`. */
  readonly preprocessing?: Partial<Preprocessing>;
  readonly onProgress?: (progress: PrepareProgress) => void;
  /** Folder that caches embeddings between preparations; without it they are not kept. */
  readonly cacheDir?: string;
}

/**
 * Writes a data set in the prepared format: packed images of each size, captions with their
 * embeddings, `dataset.json`. The folder appears complete or not at all. Throws {@link
 * DatasetError}: `exists`, `disk-full`, `empty`, `box`, `source` for invalid attributes or embeddings,
 * `encoder` if neither `encoder` nor the source embeds the captions or `encoder` gives no embeddings, `caption` for a caption that
 * the encoder refuses, before any image is packed, or `undecodable` if more than 1 % of the images
 * cannot be decoded; RangeError for invalid `preprocessing`.
 */
export async function prepareDataset({
  source,
  outDir,
  encoder,
  sizes = [64, 256],
  preprocessing: given,
  onProgress = () => undefined,
  cacheDir,
}: PrepareOptions): Promise<PreparedInfo> {
  const preprocessing = resolvePreprocessing(given);
  let info: PreparedInfo | undefined;
  try {
    await fillFolder(outDir, async (folder) => {
      const given = await takeExamples(source, onProgress);
      checkCaptions(given, encoder ?? {});
      const identity = encoder ?? checkEmbeddings(given, source);
      const halfKnown = encoder && halfKnownCaptions(given, encoder);
      if (halfKnown) onProgress({ phase: 'half-known', ...halfKnown });
      const packing = { source, examples: given, folder, sizes, preprocessing, onProgress };
      const packed = await packExamples(packing);
      const { examples } = packed;
      if (examples.length === 0) {
        throw new DatasetError('empty', outDir, `${source.name} has no image that can be decoded`);
      }
      const embeddings = encoder
        ? await embedCaptions({ examples, encoder, cacheDir, onProgress })
        : ownEmbeddings(examples, given, identity.dimension);
      await writeEmbeddings(folder, embeddings, identity.dimension);
      info = await writeInfo({
        source,
        encoder: identity,
        sizes,
        preprocessing,
        folder,
        ...packed,
      });
    });
  } catch (error) {
    throw describeDiskFault(error, outDir);
  }
  return info!;
}

async function writeInfo({
  source,
  encoder,
  sizes,
  preprocessing,
  folder,
  examples,
  undecodable,
  boxes,
}: {
  source: DatasetSource;
  encoder: Required<EncoderIdentity>;
  sizes: readonly number[];
  preprocessing: Preprocessing;
  folder: string;
  examples: readonly StoredExample[];
  undecodable: readonly string[];
  boxes: number;
}): Promise<PreparedInfo> {
  const lines = examples.map((example) => `${JSON.stringify(example)}\n`);
  await writeFile(join(folder, examplesFile), lines.join(''));
  const files: Record<string, number> = {};
  for (const name of [examplesFile, embeddingsFile, ...sizes.map(imagesFile)]) {
    files[name] = await syncToDisk(join(folder, name));
  }
  const train = examples.filter(({ split }) => split === 'train').length;
  const attributes = listAttributes(examples);
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
      boxes,
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
