import { createHash } from 'node:crypto';
import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';

import { describeDiskFault } from '../shared/disk-fault.js';
import type { HashedCaptionEncoder } from './hashed-encoder.js';
import { requireEmbeddings } from './require-embeddings.js';

const keyBytes = 32;
const checksumBytes = 4;
/** Number of records read at once when a file is opened. */
const recordsPerRead = 4096;
/** Number of captions per call of the encoder: enough to fill its batches. */
const captionsPerCall = 1024;

/** A caption encoder that caches embeddings on disk. */
export interface CachedEncoder extends HashedCaptionEncoder {
  readonly close: () => Promise<void>;
}

/**
 * Wraps an encoder so that each caption is encoded only once: `folder` gets one append-only file
 * per encoder hash. A record is the caption's SHA-256, T floats and a CRC-32. A truncated or
 * damaged tail is cut off when the file is opened.
 */
export async function cacheEmbeddings(
  encoder: HashedCaptionEncoder,
  folder: string,
): Promise<CachedEncoder> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${encoder.hash.replace(/[^\w-]/gu, '_')}-${encoder.dimension}.bin`);
  const file = await open(path, 'a+');
  const store = new RecordStore(file, encoder.dimension);
  await store.load().catch(async (error: unknown) => {
    await file.close();
    throw error;
  });

  const embed = async (captions: string[]): Promise<Float32Array> => {
    const keys = captions.map(captionKey);
    const missing = new Map<string, string>();
    for (const [i, key] of keys.entries()) if (!store.has(key)) missing.set(key, captions[i]!);
    // Captions of similar lengths share an encoder's batches with little padding.
    const pending = [...missing].sort(([, a], [, b]) => a.length - b.length);
    for (let start = 0; start < pending.length; start += captionsPerCall) {
      const part = pending.slice(start, start + captionsPerCall);
      const texts = part.map(([, caption]) => caption);
      const embeddings = await encoder.embed(texts);
      requireEmbeddings(embeddings, texts, encoder);
      try {
        await store.append(
          part.map(([key]) => key),
          embeddings,
        );
      } catch (error) {
        throw describeDiskFault(error, folder);
      }
    }
    return store.read(keys);
  };
  return {
    name: encoder.name,
    hash: encoder.hash,
    dimension: encoder.dimension,
    ...(encoder.validate && { validate: encoder.validate }),
    embed,
    close: () => file.close(),
  };
}

/** Records of fixed size in one file, found by key. */
class RecordStore {
  readonly #positions = new Map<string, number>();
  readonly #recordBytes: number;
  #end = 0;

  constructor(
    private readonly file: FileHandle,
    private readonly dimension: number,
  ) {
    this.#recordBytes = keyBytes + dimension * 4 + checksumBytes;
  }

  has(key: string): boolean {
    return this.#positions.has(key);
  }

  /** Reads the keys; truncates the file at the first record that is incomplete or damaged. */
  async load(): Promise<void> {
    const { size } = await this.file.stat();
    const buffer = Buffer.alloc(this.#recordBytes * recordsPerRead);
    for (;;) {
      const { bytesRead } = await this.file.read(buffer, 0, buffer.length, this.#end);
      const whole = Math.floor(bytesRead / this.#recordBytes);
      for (let i = 0; i < whole; i++) {
        const record = buffer.subarray(i * this.#recordBytes, (i + 1) * this.#recordBytes);
        if (!isSound(record)) return this.file.truncate(this.#end);
        this.#positions.set(record.toString('hex', 0, keyBytes), this.#end);
        this.#end += this.#recordBytes;
      }
      if (whole < recordsPerRead) break;
    }
    if (this.#end < size) await this.file.truncate(this.#end);
  }

  async append(keys: readonly string[], embeddings: Float32Array): Promise<void> {
    const bytes = Buffer.alloc(keys.length * this.#recordBytes);
    for (const [i, key] of keys.entries()) {
      const record = bytes.subarray(i * this.#recordBytes, (i + 1) * this.#recordBytes);
      const values = embeddings.slice(i * this.dimension, (i + 1) * this.dimension);
      record.write(key, 'hex');
      record.set(new Uint8Array(values.buffer), keyBytes);
      record.writeUInt32LE(checksum(record), record.length - checksumBytes);
    }
    await this.file.appendFile(bytes);
    // Another process may have appended meanwhile, so count positions from the actual end.
    const begin = (await this.file.stat()).size - bytes.length;
    for (const [i, key] of keys.entries()) this.#positions.set(key, begin + i * this.#recordBytes);
    this.#end = begin + bytes.length;
  }

  async read(keys: readonly string[]): Promise<Float32Array> {
    const embeddings = new Float32Array(keys.length * this.dimension);
    const bytes = new Uint8Array(embeddings.buffer);
    const length = this.dimension * 4;
    for (const [i, key] of keys.entries()) {
      await this.file.read(bytes, i * length, length, this.#positions.get(key)! + keyBytes);
    }
    return embeddings;
  }
}

function captionKey(caption: string): string {
  return createHash('sha256').update(caption).digest('hex');
}

function checksum(record: Uint8Array): number {
  return crc32(record.subarray(0, record.length - checksumBytes));
}

function isSound(record: Buffer): boolean {
  return record.readUInt32LE(record.length - checksumBytes) === checksum(record);
}
