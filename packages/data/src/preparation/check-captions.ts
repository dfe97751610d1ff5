import type { CaptionEncoder } from '@stackgan/text';

import { DatasetError } from '../shared/errors.js';
import type { SourceExample } from '../source/dataset-source.js';

/**
 * Checks all captions before the first image is packed. Throws {@link DatasetError} `caption` for
 * an example without captions, and for captions that the encoder refuses: the message has the file
 * and line of the first one, and how many there are.
 */
export function checkCaptions(
  examples: readonly SourceExample[],
  { validate }: Pick<CaptionEncoder, 'validate'>,
): void {
  let first: { place: string; error: Error } | undefined;
  let count = 0;
  for (const { id, captions, captionPlaces } of examples) {
    if (captions.length === 0) {
      throw new DatasetError('caption', id, `${id} has no caption; give it one or leave it out`);
    }
    for (const [index, caption] of captions.entries()) {
      try {
        validate?.(caption);
      } catch (error) {
        const place = captionPlaces?.[index] ?? `${id}, caption ${index + 1}`;
        first ??= { place, error: error as Error };
        count += 1;
      }
    }
  }
  if (first === undefined) return;
  const { place, error } = first;
  const others = count > 1 ? ` (and ${count - 1} more such captions)` : '';
  throw new DatasetError('caption', place, `${place}: ${error.message}${others}`, { cause: error });
}
