import type { CaptionEncoder } from '@stackgan/text';

import type { SourceExample } from '../source/dataset-source.js';

/** Captions of which an encoder does not know half or more. */
export interface HalfKnownCaptions {
  readonly count: number;
  /** How many captions there are in all. */
  readonly total: number;
  /** The first three, with the ids of their examples. */
  readonly first: readonly { id: string; caption: string; unknownShare: number }[];
}

/** Finds them; undefined where there are none, or the encoder cannot tell. */
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
