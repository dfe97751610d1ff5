import sharp from 'sharp';

import { isSvg, LARGE_IMAGE } from './pack-image.js';

/**
 * Runs work on images at the same time, but on large ones one after another: a small file may hold
 * 268 million pixels, and several of them at once could exhaust memory.
 */
export class LargeImageTurns {
  #last: Promise<unknown> = Promise.resolve();

  /** The result of `work`, which decodes the image file `bytes`. */
  async run<T>(bytes: Uint8Array, work: () => Promise<T>): Promise<T> {
    if (isSvg(bytes) || (await pixelsOf(bytes)) <= LARGE_IMAGE) return work();
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}

/** What the header says; 0 for a file that cannot be decoded. */
const pixelsOf = (bytes: Uint8Array): Promise<number> =>
  sharp(bytes)
    .metadata()
    .then(
      ({ width, height }) => width * height,
      () => 0,
    );
