import type { Rows } from '@stackgan/metrics';

/** A row of a matrix, and its Euclidean distance to another. */
export interface Neighbour {
  readonly row: number;
  readonly distance: number;
}

/**
 * For each row of `queries` the `count` nearest rows of `candidates`, nearest first, by Euclidean
 * distance.
 */
export function nearestRows(queries: Rows, candidates: Rows, count: number): Neighbour[][] {
  const { width } = queries;
  const total = candidates.data.length / width;
  return Array.from({ length: queries.data.length / width }, (_, query) => {
    const found = Array.from({ length: total }, (_, row) => {
      let squares = 0;
      for (let i = 0; i < width; i++) {
        squares += (queries.data[query * width + i]! - candidates.data[row * width + i]!) ** 2;
      }
      return { row, distance: Math.sqrt(squares) };
    });
    return found.sort((a, b) => a.distance - b.distance).slice(0, count);
  });
}
