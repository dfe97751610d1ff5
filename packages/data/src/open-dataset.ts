import { open, readdir, readFile, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

import { readSafetensors } from '@stackgan/formats';

import { attributeFault } from './attribute-fault.js';
import type { CaptionEncoder } from './caption-encoder.js';
import { DatasetError } from './errors.js';
import { decodePicture, storedSide } from './picture.js';
import { listAttributes } from './list-attributes.js';
import {
  embeddingsFile,
  examplesFile,
  formatVersion,
  infoFile,
  picturesFile,
} from './prepared-files.js';
import type { StoredExample } from './prepared-files.js';
import type { PreparedDataset, PreparedExample, PreparedInfo } from './prepared.js';

/** Options of {@link openDataset}. */
export interface OpenOptions {
  /** When given, the data set must have been prepared with this encoder. */
  readonly encoder?: Pick<CaptionEncoder, 'name' | 'hash' | 'dimension'>;
}

/**
 * Opens a prepared folder. Throws {@link DatasetError}: `missing`, `incomplete`, `newer-format`, or
 * `encoder` when it was prepared with another encoder than the one given.
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
  const files = await openPictures(directory, info);

  const classes = new Map(info.classNames.map((name, index) => [name, index]));
  const firstRows: number[] = [];
  let rows = 0;
  const examples = stored.map((example, index): PreparedExample => {
    firstRows.push(rows);
    rows += example.captions.length;
    const { id, split, captions, attributes, statements } = example;
    return {
      ...{ index, id, split, captions, class: classes.get(example.class)! },
      ...(attributes && { attributes }),
      ...(statements && { statements }),
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
    readPicture: async ({ index, id }, imageSize) => {
      const column = requireSize(directory, info, imageSize);
      const [offset, length] = stored[index]!.pictures[column]!;
      const bytes = new Uint8Array(length);
      await files[column]!.read(bytes, 0, length, offset);
      return decodePicture(bytes, storedSize(imageSize)).catch((cause: unknown) => {
        throw new DatasetError('picture', id, `Picture ${id} of ${directory} does not decode`, {
          cause,
        });
      });
    },
    close: async () => {
      await Promise.all(files.map((file) => file.close()));
    },
  };
}

/** Position of a size in `imageSizes`; throws {@link DatasetError} when it was not prepared. */
export function requireSize(directory: string, info: PreparedInfo, imageSize: number): number {
  const column = info.imageSizes.indexOf(imageSize);
  if (column >= 0) return column;
  throw new DatasetError(
    'size',
    directory,
    `${directory} holds pictures of ${info.imageSizes.join(', ')} pixels, not ${imageSize}; ` +
      `prepare it again with that size`,
  );
}

async function readInfo(directory: string): Promise<PreparedInfo> {
  let text: string;
  try {
    text = await readFile(join(directory, infoFile), 'utf8');
  } catch (cause) {
    const entries = await readdir(directory).catch(() => []);
    if (entries.length > 0) throw incomplete(directory, `it has no ${infoFile}`, cause);
    throw new DatasetError('missing', directory, `No data set in ${directory}; prepare one there`, {
      cause,
    });
  }
  let info: Partial<PreparedInfo> | null;
  try {
    info = JSON.parse(text) as Partial<PreparedInfo> | null;
  } catch (cause) {
    throw incomplete(directory, `${infoFile} is cut off`, cause);
  }
  const version: unknown = info?.formatVersion;
  if (typeof version === 'number' && version > formatVersion) {
    throw new DatasetError(
      'newer-format',
      directory,
      `${directory} has format ${version}, this version reads ${formatVersion}; update @stackgan/data`,
    );
  }
  if (version !== formatVersion || !info?.files || !info.imageSizes || !info.classNames) {
    throw incomplete(directory, `${infoFile} is not one of a prepared data set`);
  }
  return info as PreparedInfo;
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
    if (found?.size === size) continue;
    throw incomplete(directory, `${name} has ${found?.size ?? 0} of ${size} bytes`);
  }
}

async function readExamples(directory: string, info: PreparedInfo): Promise<StoredExample[]> {
  const text = await readFile(join(directory, examplesFile), 'utf8');
  const sizes = info.imageSizes.map((size) => info.files[picturesFile(size)] ?? 0);
  const classes = new Set(info.classNames);
  let examples: StoredExample[];
  try {
    const lines = text.split('\n').filter((line) => line !== '');
    examples = lines.map((line) => JSON.parse(line) as StoredExample);
  } catch (cause) {
    throw incomplete(directory, `${examplesFile} is damaged`, cause);
  }
  const sound = examples.every(
    (example) =>
      classes.has(example.class) &&
      example.captions.length > 0 &&
      sizes.every((size, column) => {
        const [offset, length] = example.pictures[column] ?? [];
        return (
          offset !== undefined && length !== undefined && offset >= 0 && offset + length <= size
        );
      }),
  );
  requireAttributes(directory, info, examples);
  if (!sound || examples.length !== info.counts.train + info.counts.test) {
    throw incomplete(directory, `${examplesFile} does not fit ${infoFile}`);
  }
  return examples;
}

/** Every value that pictures show or captions state must be in the list of `dataset.json`. */
function requireAttributes(
  directory: string,
  { attributes = [] }: PreparedInfo,
  examples: readonly StoredExample[],
): void {
  const lists = new Map(attributes.map(({ name, values }) => [name, new Set(values)]));
  for (const example of examples) {
    let fault = attributeFault(example);
    for (const { name, values } of listAttributes([example])) {
      const unknown = values.find((value) => !lists.get(name)?.has(value));
      if (unknown !== undefined) fault ??= `${infoFile} has no value "${unknown}" of "${name}"`;
    }
    if (fault !== undefined) {
      throw incomplete(directory, `${examplesFile} does not fit: ${example.id}: ${fault}`);
    }
  }
}

async function readEmbeddings(directory: string, info: PreparedInfo): Promise<Float32Array> {
  const { tensors } = readSafetensors(await readFile(join(directory, embeddingsFile)));
  const { embeddings } = tensors;
  const expected = info.counts.captions * info.encoder.dimension;
  if (embeddings?.dtype !== 'float32' || embeddings.data.length !== expected) {
    throw incomplete(directory, `${embeddingsFile} does not fit ${infoFile}`);
  }
  return embeddings.data;
}

function openPictures(directory: string, { imageSizes }: PreparedInfo): Promise<FileHandle[]> {
  return Promise.all(imageSizes.map((size) => open(join(directory, picturesFile(size)), 'r')));
}

function incomplete(directory: string, reason: string, cause?: unknown): DatasetError {
  return new DatasetError(
    'incomplete',
    directory,
    `The data set in ${directory} is incomplete: ${reason}; remove the folder and prepare again`,
    { cause },
  );
}
