import type { EncoderIdentity } from '@stackgan/text';
import { EncoderMismatchError } from '../shared/errors.js';

/**
 * Throws EncoderMismatchError, which ends with `wayOut`, unless `found` embeds captions as the
 * encoder of `path` did.
 */
export function requireSameEncoder(
  path: string,
  trainedOn: Required<EncoderIdentity>,
  found: Required<EncoderIdentity>,
  wayOut?: string,
): void {
  if (trainedOn.dimension === found.dimension && trainedOn.hash === found.hash) return;
  throw new EncoderMismatchError(path, trainedOn, found, wayOut);
}
