/** `A, B` → ['A', 'B']; none for undefined. */
export const parseRuns = (list = ''): string[] =>
  list
    .split(',')
    .map((run) => run.trim())
    .filter(Boolean);
