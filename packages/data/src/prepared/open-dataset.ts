import { open, readdir, readFile, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

import type { EncoderIdentity } from '@stackgan/text';
import { z } from 'zod';

import { decodeStored, storedSide } from '../images/pack-image.js';
import { DatasetError } from '../shared/errors.js';
import { incomplete, readAs } from './incomplete.js';
import type { PreparedDataset, PreparedInfo } from './prepared-dataset.js';
import { DATASET_FILE, formatVersion, imagesFile } from './prepared-files.js';
import { infoSchema } from './prepared-schema.js';
import { readExamples } from './read-examples.js';
import { StoredEmbeddings } from './stored-embeddings.js';

/** Options of {@link openDataset}. */
export interface OpenOptions {
  /** If given, the data set must have been prepared with this encoder. */
  readonly encoder?: Required<EncoderIdentity>;
}

/**
 * Opens a prepared folder and checks everything in it except the images. Throws {@link
 * DatasetError}: `missing`, `incomplete` (with file, field and value), `newer-format`, or `encoder`
 * if it was prepared with another encoder than the one given.
 */
export async function openDataset(
  directory: string,
  { encoder }: OpenOptions = {},
): Promise<PreparedDataset> {
  const info = await readDatasetInfo(directory);
  if (encoder) checkEncoder(directory, info, encoder);
  await checkFiles(directory, info);
  const { examples, firstRows, places } = await readExamples(directory, info);
  const embeddings = await StoredEmbeddings.open(directory, info);
  const files = await openImages(directory, info).catch(async (error: unknown) => {
    await embeddings.close();
    throw error;
  });

  const storedSize = (imageSize: number): number => storedSide(imageSize, info.options.crop);
  return {
    directory,
    info,
    examples,
    storedSize,
    embeddings: ({ index, captions }) => embeddings.rows(firstRows[index]!, captions.length),
    readImage: async ({ index, id }, imageSize) => {
      const column = requireSize(directory, info, imageSize);
      const place = (index * info.imageSizes.length + column) * 2;
      const [offset, length] = places.slice(place, place + 2) as [number, number];
      const bytes = new Uint8Array(length);
      await files[column]!.read(bytes, 0, length, offset);
      return decodeStored(bytes, storedSize(imageSize)).catch((cause: unknown) => {
        throw new DatasetError('image', id, `Image ${id} of ${directory} cannot be decoded`, {
          cause,
        });
      });
    },
    close: async () => {
      await Promise.all([embeddings, ...files].map((file) => file.close()));
    },
  };
}

/** Index of a size in `imageSizes`; throws {@link DatasetError} `size` if it was not prepared. */
export function requireSize(directory: string, info: PreparedInfo, imageSize: number): number {
  const column = info.imageSizes.indexOf(imageSize);
  if (column >= 0) return column;
  throw new DatasetError(
    'size',
    directory,
    `${directory} holds images of ${info.imageSizes.join(', ')} pixels, not ${imageSize}; ` +
      `prepare it again with that size`,
  );
}

/**
 * What a prepared folder says of itself in `dataset.json`, without reading its other files. Throws
 * {@link DatasetError}: `missing`, `incomplete`, `newer-format`.
 */
export async function readDatasetInfo(directory: string): Promise<PreparedInfo> {
  let text: string;
  try {
    text = await readFile(join(directory, DATASET_FILE), 'utf8');
  } catch (cause) {
    const entries = await readdir(directory).catch(() => []);
    if (entries.length > 0) throw notPrepared(directory, cause);
    throw new DatasetError('missing', directory, `No data set in ${directory}; prepare one there`, {
      cause,
    });
  }
  const format = readAs(directory, text, formatSchema, DATASET_FILE).formatVersion;
  if (format > formatVersion) {
    throw new DatasetError(
      'newer-format',
      directory,
      `${directory} has format ${format}, this version reads ${formatVersion}; update @stackgan/data`,
    );
  }
  return readAs(directory, text, infoSchema, DATASET_FILE);
}

/** For a folder that may hold anything: removing it must not be the advice. */
function notPrepared(directory: string, cause: unknown): DatasetError {
  const message = `${directory} is not a prepared data set, since it has no ${DATASET_FILE}; give the folder that preparation wrote`;
  return new DatasetError('incomplete', directory, message, { cause });
}

/** What all versions of the format have. */
const formatSchema = z.object({ formatVersion: z.number() });

function checkEncoder(
  directory: string,
  { encoder: own }: PreparedInfo,
  other: NonNullable<OpenOptions['encoder']>,
): void {
  if (own.hash === other.hash && own.dimension === other.dimension) return;
  const describe = (one: typeof other): string =>
    `${one.name} (${one.dimension} numbers, ${one.hash.slice(0, 8)})`;
  throw new DatasetError(
    'encoder',
    directory,
    `${directory} was prepared with ${describe(own)}, the encoder here is ${describe(other)}; ` +
      'use the same one or prepare again',
  );
}

async function checkFiles(directory: string, { files }: PreparedInfo): Promise<void> {
  for (const [name, size] of Object.entries(files)) {
    const found = await stat(join(directory, name)).catch(() => undefined);
    // Devices and pipes have a size of 0, but reading them may never end.
    if (found?.isFile() && found.size === size) continue;
    throw incomplete(directory, `${name} has ${found?.size ?? 0} of ${size} bytes`);
  }
}

function openImages(directory: string, { imageSizes }: PreparedInfo): Promise<FileHandle[]> {
  return Promise.all(imageSizes.map((size) => open(join(directory, imagesFile(size)), 'r')));
}
