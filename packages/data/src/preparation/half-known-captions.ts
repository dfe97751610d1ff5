import type { CaptionEncoder } from '@stackgan/text';

import type { SourceExample } from '../source/dataset-source.js';

/** Captions of which the encoder does not know half or more. */
export interface HalfKnownCaptions {
  readonly count: number;
  /** Number of all captions. */
  readonly total: number;
  /** The first three of them, with the ids of their examples. */
  readonly first: readonly { id: string; caption: string; unknownShare: number }[];
}

/** Finds these captions; undefined if there are none or the encoder has no `unknownShare`. */
export function halfKnownCaptions(
  examples: readonly Pick<SourceExample, 'id' | 'captions'>[],
  encoder: Pick<CaptionEncoder, 'unknownShare'>,
): HalfKnownCaptions | undefined {
  const all = examples.flatMap(({ id, captions }) => captions.map((caption) => ({ id, caption })));
  const found = all
    .map((one) => ({ ...one, unknownShare: encoder.unknownShare?.(one.caption) ?? 0 }))
    .filter(({ unknownShare }) => unknownShare >= 1 / 2);
  if (found.length === 0) return undefined;
  return { count: found.length, total: all.length, first: found.slice(0, 3) };
}
