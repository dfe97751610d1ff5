import { readSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';

import { type LocatedTensor, safetensorsLayout } from '@stackgan/formats';

import { DatasetError } from '../shared/errors.js';
import { incomplete } from './incomplete.js';
import type { PreparedInfo } from './prepared-dataset.js';
import { DATASET_FILE, embeddingsFile } from './prepared-files.js';

/** Bytes of the longest header that is read: ours has a hundred. */
const LONGEST_HEADER = 2 ** 20;
/** Bytes that are checked at once. */
const PART_BYTES = 2 ** 22;
const bytesPerValue = Float32Array.BYTES_PER_ELEMENT;

/**
 * The embeddings of a prepared folder. They stay on the disk, since those of a large data set are
 * larger than memory: 4 GB for a million captions. What is read often, the system keeps in memory.
 */
export class StoredEmbeddings {
  #isClosed = false;

  private constructor(
    private readonly directory: string,
    private readonly file: FileHandle,
    private readonly begin: number,
    private readonly dimension: number,
  ) {}

  /** Throws {@link DatasetError} `incomplete` for what is not as `info` says, and for NaN. */
  static async open(directory: string, info: PreparedInfo): Promise<StoredEmbeddings> {
    const file = await open(join(directory, embeddingsFile), 'r');
    try {
      const tensor = await locate(directory, file, info);
      await requireFinite(directory, file, tensor);
      return new StoredEmbeddings(directory, file, tensor.begin, info.encoder.dimension);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** Some rows that follow each other, row-major [count, T]. */
  rows(first: number, count: number): Float32Array {
    if (this.#isClosed) {
      throw new DatasetError('closed', this.directory, `${this.directory} is closed`);
    }
    const rows = new Float32Array(count * this.dimension);
    const from = this.begin + first * this.dimension * bytesPerValue;
    readAt(this.directory, this.file, rows, from);
    return rows;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.file.close();
  }
}

/** Where the tensor `embeddings` is in the file. */
async function locate(
  directory: string,
  file: FileHandle,
  { counts, encoder }: PreparedInfo,
): Promise<LocatedTensor> {
  const { size } = await file.stat();
  const head = new Uint8Array(Math.min(size, LONGEST_HEADER));
  await file.read(head, 0, head.length, 0);
  let found: LocatedTensor | undefined;
  try {
    found = safetensorsLayout(head, size).tensors['embeddings'];
  } catch (cause) {
    const reason = `${embeddingsFile} is damaged (${(cause as Error).message})`;
    throw incomplete(directory, reason, cause);
  }
  const wanted = [counts.captions, encoder.dimension].join();
  if (found?.dtype !== 'float32' || found.shape.join() !== wanted) {
    const is = found ? `${found.dtype} [${found.shape.join()}]` : 'missing';
    const reason = `embeddings is ${is}, not float32 [${wanted}] as ${DATASET_FILE} says`;
    throw incomplete(directory, `${embeddingsFile}: ${reason}`);
  }
  return found;
}

/** Throws `incomplete` for NaN and infinities. */
async function requireFinite(
  directory: string,
  file: FileHandle,
  { shape, begin, end }: LocatedTensor,
): Promise<void> {
  const values = new Float32Array(PART_BYTES / bytesPerValue);
  for (let at = begin; at < end; at += PART_BYTES) {
    const part = values.subarray(0, Math.min(PART_BYTES, end - at) / bytesPerValue);
    readAt(directory, file, part, at);
    const wrong = findDamaged(part);
    if (wrong >= 0) {
      const element = (at - begin) / bytesPerValue + wrong;
      const [, dimension] = shape as [number, number];
      const place = [Math.floor(element / dimension), element % dimension].join();
      const reason = `embeddings [${shape.join()}] holds ${part[wrong]} at [${place}]`;
      throw incomplete(directory, `${embeddingsFile}: ${reason}`);
    }
    // Let Ctrl-C have its turn.
    await setImmediate();
  }
}

/** The place of the first value that is not finite; -1 if all are. */
function findDamaged(values: Float32Array): number {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return i;
  return -1;
}

/** Fills `values` with what is at `position`. */
function readAt(directory: string, file: FileHandle, values: Float32Array, position: number): void {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  for (let done = 0; done < bytes.length;) {
    const read = readSync(file.fd, bytes, done, bytes.length - done, position + done);
    if (read === 0) throw incomplete(directory, `${embeddingsFile} was cut off`);
    done += read;
  }
}
