/** `A, B` → ['A', 'B']; empty for undefined. */
export const parseRuns = (list = ''): string[] =>
  list
    .split(',')
    .map((run) => run.trim())
    .filter(Boolean);
