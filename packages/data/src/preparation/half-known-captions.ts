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
  const first: HalfKnownCaptions['first'][number][] = [];
  let [count, total] = [0, 0];
  for (const { id, captions } of examples) {
    total += captions.length;
    for (const caption of captions) {
      const unknownShare = encoder.unknownShare?.(caption) ?? 0;
      if (!(unknownShare >= 1 / 2)) continue;
      count += 1;
      if (first.length < 3) first.push({ id, caption, unknownShare });
    }
  }
  return count === 0 ? undefined : { count, total, first };
}
