import { EncoderMismatchError } from '../shared/errors.js';
import type { EncoderIdentity } from './run-options.js';

/** Throws EncoderMismatchError unless `found` embeds captions as the encoder of `path` did. */
export function requireSameEncoder(
  path: string,
  trainedOn: EncoderIdentity,
  found: EncoderIdentity,
): void {
  if (trainedOn.dimension === found.dimension && trainedOn.hash === found.hash) return;
  throw new EncoderMismatchError(path, trainedOn, found);
}
