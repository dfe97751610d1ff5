import { writeSync } from 'node:fs';
import { constants, open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

import { safetensorsHeader } from '@stackgan/formats';

import { embeddingsFile } from '../prepared/prepared-files.js';

/** The file of embeddings [count, dimension], whose rows are written in any order. */
export class EmbeddingsFile {
  private constructor(
    private readonly file: FileHandle,
    private readonly header: Uint8Array,
    private readonly rowBytes: number,
    private readonly bytes: number,
    /** Whether it had its size before, as `begin` leaves it. */
    readonly isBegun: boolean,
  ) {}

  static async open(folder: string, count: number, dimension: number): Promise<EmbeddingsFile> {
    const header = safetensorsHeader({
      embeddings: { dtype: 'float32', shape: [count, dimension] },
    });
    const rowBytes = dimension * Float32Array.BYTES_PER_ELEMENT;
    const bytes = header.length + count * rowBytes;
    const file = await open(join(folder, embeddingsFile), constants.O_RDWR | constants.O_CREAT);
    const { size } = await file.stat();
    return new EmbeddingsFile(file, header, rowBytes, bytes, size === bytes);
  }

  /** Writes the header; all rows are zeros then. */
  async begin(): Promise<void> {
    await this.file.truncate(0);
    this.#writeAt(0, this.header);
    await this.file.truncate(this.bytes);
  }

  /**
   * Writes one row, or several that follow each other; at once, since waiting for each of a million
   * rows would take longer than writing it.
   */
  write(row: number, { buffer, byteOffset, byteLength }: Float32Array): void {
    const values = new Uint8Array(buffer, byteOffset, byteLength);
    this.#writeAt(this.header.length + row * this.rowBytes, values);
  }

  /** Waits until what is written is on the disk. */
  sync(): Promise<void> {
    return this.file.sync();
  }

  close(): Promise<void> {
    return this.file.close();
  }

  #writeAt(position: number, bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length;) {
      const left = bytes.length - done;
      done += writeSync(this.file.fd, bytes, done, left, position + done);
    }
  }
}
