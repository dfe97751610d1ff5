import type { CaptionEncoder } from '@stackgan/text';

/** Why an image may show little of its caption; `message` is a sentence for people. */
export type CaptionWarning =
  /** A share of the caption, `unknownShare` (1/2 or more), is unknown to the encoder. */
  | {
      readonly type: 'unknown';
      readonly caption: string;
      readonly unknownShare: number;
      readonly message: string;
    }
  /** Its embedding equals that of another caption, `like`: the same noise draws the same image. */
  | {
      readonly type: 'alike';
      readonly caption: string;
      readonly like: string;
      readonly message: string;
    };

/** The unknown share of a caption that is worth a warning. */
const tooMuch = 1 / 2;

/**
 * Warnings about `captions`, whose embeddings are the rows of `embeddings` [captions.length, T].
 */
export function captionWarnings(
  captions: readonly string[],
  embeddings: Float32Array,
  encoder: Pick<CaptionEncoder, 'dimension' | 'unknownShare'>,
): CaptionWarning[] {
  const { dimension } = encoder;
  const warnings: CaptionWarning[] = [];
  const seen = new Set<string>();
  const byValues = new Map<string, string>();
  for (const [row, caption] of captions.entries()) {
    if (seen.has(caption)) continue;
    seen.add(caption);
    const unknownShare = encoder.unknownShare?.(caption) ?? 0;
    if (unknownShare >= tooMuch) {
      const percent = `${Math.round(unknownShare * 100)} %`;
      const message = `the caption encoder does not know ${percent} of "${caption}"; its image shows little of it`;
      warnings.push({ type: 'unknown', caption, unknownShare, message });
    }
    const values = embeddings.subarray(row * dimension, (row + 1) * dimension).join();
    const like = byValues.get(values);
    if (like === undefined) {
      byValues.set(values, caption);
      continue;
    }
    const message = `"${caption}" is the same as "${like}" to the caption encoder; a seed draws the same image of both`;
    warnings.push({ type: 'alike', caption, like, message });
  }
  return warnings;
}
