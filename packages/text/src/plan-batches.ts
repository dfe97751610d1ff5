/** Captions that are encoded together: all padded to `length` tokens and `size` rows. */
export interface EncoderBatch {
  /** Positions in the caller's list; at most `size`. */
  readonly members: readonly number[];
  readonly size: number;
  readonly length: number;
}

const largestBatch = 64;

/**
 * Groups captions by token count into few distinct shapes: lengths are rounded up (by 4 to 32, by
 * 16 to 64, by 32 to 128), batches hold 64 rows or, for the rest, the next power of two. A backend
 * that compiles once for each shape then compiles a few dozen times at most.
 */
export function planBatches(tokenCounts: readonly number[]): EncoderBatch[] {
  const byLength = new Map<number, number[]>();
  for (const [position, count] of tokenCounts.entries()) {
    const length = roundedLength(count);
    const members = byLength.get(length);
    if (members) members.push(position);
    else byLength.set(length, [position]);
  }
  const batches: EncoderBatch[] = [];
  for (const [length, positions] of [...byLength].sort(([a], [b]) => a - b)) {
    for (let start = 0; start < positions.length; start += largestBatch) {
      const members = positions.slice(start, start + largestBatch);
      batches.push({ members, length, size: 2 ** Math.ceil(Math.log2(members.length)) });
    }
  }
  return batches;
}

function roundedLength(count: number): number {
  const step = count <= 32 ? 4 : count <= 64 ? 16 : 32;
  return Math.max(1, Math.ceil(count / step)) * step;
}
