import type { DatasetError } from '../shared/errors.js';
import type { PreparedDataset, PreparedExample } from '../prepared/prepared-dataset.js';

/**
 * Decodes images of one size and caches them in memory while there is space. Cached images are
 * never evicted: an epoch reads every image once, so evicting the oldest would drop each one just
 * before its next use.
 */
export class ImageReader {
  /** Ids of images that could not be decoded, each once. */
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

  /** RGB bytes, or undefined if the image cannot be decoded. */
  async read(example: PreparedExample): Promise<Uint8Array | undefined> {
    if (this.#kept.has(example.index)) return this.#kept.get(example.index);
    try {
      const image = await this.dataset.readImage(example, this.imageSize);
      if (image.length <= this.#room && !this.#kept.has(example.index)) {
        this.#kept.set(example.index, image);
        this.#room -= image.length;
      }
      return image;
    } catch (error) {
      if ((error as DatasetError | null)?.fault !== 'image') throw error;
      this.#kept.set(example.index, undefined);
      if (!this.undecodable.includes(example.id)) this.undecodable.push(example.id);
      return undefined;
    }
  }
}
