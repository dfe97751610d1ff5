/** Captions that are encoded together, padded to `length` tokens and `size` rows. */
export interface EncoderBatch {
  /** Positions in the caller's list; at most `size`. */
  readonly members: readonly number[];
  readonly size: number;
  readonly length: number;
}

const largestBatch = 64;
/**
 * A batch ends before a caption that is longer than its first by more than this factor: padding
 * costs as much as tokens.
 */
const mostPadding = 1.25;

/**
 * Groups captions of similar token counts, shortest first, into few distinct shapes. A batch of 64
 * rows is as long as its longest caption up to 32 tokens. A smaller batch has the next power of two
 * of rows, and its length is rounded up to a multiple of 4. Lengths above 32 are rounded up to a
 * multiple of 16, above 64 to one of 32. A backend that compiles once per shape thus compiles a few
 * dozen times at most.
 */
export function planBatches(tokenCounts: readonly number[]): EncoderBatch[] {
  const sorted = Array.from(tokenCounts.keys()).sort((a, b) => tokenCounts[a]! - tokenCounts[b]!);
  const batches: EncoderBatch[] = [];
  for (let start = 0; start < sorted.length;) {
    const longest = tokenCounts[sorted[start]!]! * mostPadding + 1;
    const members = sorted
      .slice(start, start + largestBatch)
      .filter((member) => tokenCounts[member]! <= longest);
    const size = 2 ** Math.ceil(Math.log2(members.length));
    const count = tokenCounts[members.at(-1)!]!;
    batches.push({ members, size, length: roundedLength(count, size === largestBatch ? 1 : 4) });
    start += members.length;
  }
  return batches;
}

function roundedLength(count: number, least: number): number {
  const step = count <= 32 ? least : count <= 64 ? 16 : 32;
  return Math.max(1, Math.ceil(count / step)) * step;
}
