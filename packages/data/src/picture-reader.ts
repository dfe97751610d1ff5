import type { DatasetError } from './errors.js';
import type { PreparedDataset, PreparedExample } from './prepared.js';

/**
 * Decoded pictures of one size, kept in memory while there is room. What is kept stays: a pass
 * touches every picture once, so dropping the oldest would drop each just before its next use.
 */
export class PictureReader {
  /** Ids of pictures that did not decode, each once. */
  readonly undecodable: string[] = [];
  readonly #kept = new Map<number, Uint8Array | undefined>();
  #room: number;

  constructor(
    private readonly dataset: PreparedDataset,
    private readonly imageSize: number,
    cacheBytes: number,
  ) {
    this.#room = cacheBytes;
  }

  /** RGB bytes, or undefined when the picture does not decode. */
  async read(example: PreparedExample): Promise<Uint8Array | undefined> {
    if (this.#kept.has(example.index)) return this.#kept.get(example.index);
    try {
      const picture = await this.dataset.readPicture(example, this.imageSize);
      if (picture.length <= this.#room && !this.#kept.has(example.index)) {
        this.#kept.set(example.index, picture);
        this.#room -= picture.length;
      }
      return picture;
    } catch (error) {
      if ((error as DatasetError | null)?.fault !== 'picture') throw error;
      this.#kept.set(example.index, undefined);
      if (!this.undecodable.includes(example.id)) this.undecodable.push(example.id);
      return undefined;
    }
  }
}
