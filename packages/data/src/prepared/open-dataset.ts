import { open, readdir, readFile, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

import { findDamage, type HostTensor, readSafetensors } from '@stackgan/formats';
import type { EncoderIdentity } from '@stackgan/text';
import { z } from 'zod';

import { DatasetError } from '../shared/errors.js';
import { decodeStored, storedSide } from '../images/pack-image.js';
import {
  embeddingsFile,
  examplesFile,
  formatVersion,
  DATASET_FILE,
  imagesFile,
} from './prepared-files.js';
import type { StoredExample } from './prepared-files.js';
import { exampleSchema, infoSchema } from './prepared-schema.js';
import { readJson } from '../files/read-json.js';
import type { PreparedDataset, PreparedExample, PreparedInfo } from './prepared-dataset.js';

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
  const info = await readInfo(directory);
  if (encoder) checkEncoder(directory, info, encoder);
  await checkFiles(directory, info);
  const stored = await readExamples(directory, info);
  const embeddings = await readEmbeddings(directory, info);
  const files = await openImages(directory, info);

  const classes = new Map(info.classNames.map((name, index) => [name, index]));
  const firstRows: number[] = [];
  let rows = 0;
  const examples = stored.map((example, index): PreparedExample => {
    firstRows.push(rows);
    rows += example.captions.length;
    const { id, split, captions, attributes, statements, box } = example;
    return {
      ...{ index, id, split, captions, class: classes.get(example.class)! },
      ...(attributes && { attributes }),
      ...(statements && { statements }),
      ...(box && { box }),
    };
  });
  const { dimension } = info.encoder;
  const storedSize = (imageSize: number): number => storedSide(imageSize, info.options.crop);
  return {
    directory,
    info,
    examples,
    storedSize,
    embeddings: ({ index, captions }) =>
      embeddings.subarray(
        firstRows[index]! * dimension,
        (firstRows[index]! + captions.length) * dimension,
      ),
    readImage: async ({ index, id }, imageSize) => {
      const column = requireSize(directory, info, imageSize);
      const [offset, length] = stored[index]!.images[column]!;
      const bytes = new Uint8Array(length);
      await files[column]!.read(bytes, 0, length, offset);
      return decodeStored(bytes, storedSize(imageSize)).catch((cause: unknown) => {
        throw new DatasetError('image', id, `Image ${id} of ${directory} cannot be decoded`, {
          cause,
        });
      });
    },
    close: async () => {
      await Promise.all(files.map((file) => file.close()));
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

async function readInfo(directory: string): Promise<PreparedInfo> {
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

/** `readJson` for the folder's files; throws DatasetError `incomplete`. */
function readAs<T>(directory: string, text: string, schema: z.ZodType<T>, label: string): T {
  try {
    return readJson(text, schema, label);
  } catch (cause) {
    throw incomplete(directory, (cause as Error).message, cause);
  }
}

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

async function readExamples(directory: string, info: PreparedInfo): Promise<StoredExample[]> {
  const text = await readFile(join(directory, examplesFile), 'utf8');
  const schema = exampleSchema(info);
  const examples = text.split('\n').flatMap((line, index) => {
    if (line === '') return [];
    return [readAs(directory, line, schema, `${examplesFile}, line ${index + 1}`)];
  });
  const captions = examples.reduce((sum, example) => sum + example.captions.length, 0);
  const train = examples.filter(({ split }) => split === 'train').length;
  const found = { train, test: examples.length - train, captions };
  for (const name of ['train', 'test', 'captions'] as const) {
    if (found[name] === info.counts[name]) continue;
    throw incomplete(
      directory,
      `${DATASET_FILE}: counts.${name} is ${info.counts[name]}, ${examplesFile} holds ${found[name]}`,
    );
  }
  return examples;
}

async function readEmbeddings(directory: string, info: PreparedInfo): Promise<Float32Array> {
  const fail = (reason: string, cause?: unknown) =>
    incomplete(directory, embeddingsFile + reason, cause);
  const bytes = await readFile(join(directory, embeddingsFile));
  let embeddings: HostTensor | undefined;
  try {
    ({ embeddings } = readSafetensors(bytes).tensors);
  } catch (cause) {
    throw fail(` is damaged (${(cause as Error).message})`, cause);
  }
  const wanted = [info.counts.captions, info.encoder.dimension];
  const { dtype, shape } = embeddings ?? {};
  if (embeddings?.dtype !== 'float32' || String(shape) !== String(wanted)) {
    const found = embeddings ? `${dtype} [${shape?.join()}]` : 'missing';
    throw fail(`: embeddings is ${found}, not float32 [${wanted.join()}] as ${DATASET_FILE} says`);
  }
  const damage = findDamage('embeddings', embeddings);
  if (damage !== undefined) throw fail(`: ${damage}`);
  return embeddings.data;
}

function openImages(directory: string, { imageSizes }: PreparedInfo): Promise<FileHandle[]> {
  return Promise.all(imageSizes.map((size) => open(join(directory, imagesFile(size)), 'r')));
}

function incomplete(directory: string, reason: string, cause?: unknown): DatasetError {
  return new DatasetError(
    'incomplete',
    directory,
    `The data set in ${directory} is incomplete: ${reason}; remove the folder and prepare again`,
    { cause },
  );
}
