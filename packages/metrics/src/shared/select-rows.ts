import type { Rows } from './rows.js';

/** The number of rows, without a check. */
export const countRows = ({ data, width }: Rows): number => data.length / width;

/** The first `count` rows, a view. */
export const firstRows = ({ data, width }: Rows, count: number): Rows => ({
  data: data.subarray(0, count * width),
  width,
});

/** The rows at `indices`, in that order, copied as float32. */
export function selectRows(
  { data, width }: Rows,
  indices: readonly number[],
): Rows & { readonly data: Float32Array } {
  const selected = new Float32Array(indices.length * width);
  indices.forEach((row, i) =>
    selected.set(data.subarray(row * width, (row + 1) * width), i * width),
  );
  return { data: selected, width };
}

/** All rows of several matrices of one width, copied as float32. */
export function joinRows(
  parts: readonly Rows[],
  width: number,
): Rows & { readonly data: Float32Array } {
  const data = new Float32Array(parts.reduce((length, part) => length + part.data.length, 0));
  let filled = 0;
  for (const part of parts) {
    data.set(part.data, filled);
    filled += part.data.length;
  }
  return { data, width };
}

/** Tells a matrix from images. */
export const isRows = (value: object | undefined): value is Rows =>
  value !== undefined && 'data' in value && 'width' in value;
