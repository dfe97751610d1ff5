import type { CaptionEncoder } from '@stackgan/text';

import { DatasetError } from '../shared/errors.js';
import type { SourceExample } from '../source/dataset-source.js';

/** Checks all captions before the first image is packed. */
export class CaptionCheck {
  #first: { place: string; error: Error } | undefined;
  #count = 0;

  constructor(private readonly encoder: Pick<CaptionEncoder, 'validate'>) {}

  /** Throws {@link DatasetError} `caption` for an example without captions. */
  check({ id, captions, captionPlaces }: SourceExample): void {
    if (captions.length === 0) {
      throw new DatasetError('caption', id, `${id} has no caption; give it one or leave it out`);
    }
    for (const [index, caption] of captions.entries()) {
      try {
        this.encoder.validate?.(caption);
      } catch (error) {
        const place = captionPlaces?.[index] ?? `${id}, caption ${index + 1}`;
        this.#first ??= { place, error: error as Error };
        this.#count += 1;
      }
    }
  }

  /**
   * Throws {@link DatasetError} `caption` if the encoder refused captions: the message has the file
   * and line of the first one, and how many there are.
   */
  finish(): void {
    if (this.#first === undefined) return;
    const { place, error: cause } = this.#first;
    const others = this.#count > 1 ? ` (and ${this.#count - 1} more such captions)` : '';
    throw new DatasetError('caption', place, `${place}: ${cause.message}${others}`, { cause });
  }
}
