import type { Rows } from '../rows.js';

/** The rows at `indices`, in that order. */
export function pickRows(
  { data, width }: Rows,
  indices: readonly number[],
): Rows & { readonly data: Float32Array } {
  const picked = new Float32Array(indices.length * width);
  indices.forEach((row, i) => picked.set(data.subarray(row * width, (row + 1) * width), i * width));
  return { data: picked, width };
}
