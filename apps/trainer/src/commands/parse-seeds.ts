import { UsageError } from '../shared/errors.js';

const MOST_SEEDS = 10_000;

/**
 * `0-3,7` → [0, 1, 2, 3, 7]: each seed once, 10,000 at most. Throws UsageError for anything else.
 */
export function parseSeeds(text: string): number[] {
  const seeds = new Set<number>();
  for (const part of text.split(',')) {
    const match = /^\s*(\d+)(?:-(\d+))?\s*$/.exec(part);
    const first = Number(match?.[1] ?? Number.NaN);
    const last = Number(match?.[2] ?? first);
    if (!(first <= last)) {
      throw new UsageError(`--seeds ${text} is not a list of whole numbers; write 0-3 or 0,5,9`);
    }
    if (last > Number.MAX_SAFE_INTEGER) {
      throw new UsageError(`--seeds ${text}: the largest seed is ${Number.MAX_SAFE_INTEGER}`);
    }
    // Stops at the limit, however long the range is.
    for (let seed = first; seed <= last && seeds.size <= MOST_SEEDS; seed++) seeds.add(seed);
  }
  if (seeds.size > MOST_SEEDS) {
    throw new UsageError(`--seeds ${text} asks for more than ${MOST_SEEDS} seeds; ask for fewer`);
  }
  return [...seeds];
}
