import { UsageError } from '../errors.js';

const MOST_SEEDS = 10_000;

/** `0-3,7` → [0, 1, 2, 3, 7]; throws UsageError for anything else. */
export function parseSeeds(text: string): number[] {
  const seeds = text.split(',').flatMap((part) => {
    const match = /^\s*(\d+)(?:-(\d+))?\s*$/.exec(part);
    const first = Number(match?.[1] ?? Number.NaN);
    const last = Number(match?.[2] ?? first);
    if (!Number.isSafeInteger(first) || !Number.isSafeInteger(last) || last < first) {
      throw new UsageError(`--seeds ${text} is not a list of whole numbers; write 0-3 or 0,5,9`);
    }
    if (last - first >= MOST_SEEDS) {
      throw new UsageError(`--seeds ${text} asks for more than ${MOST_SEEDS} seeds; ask for fewer`);
    }
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
  return [...new Set(seeds)];
}
