import type { Rows } from '@stackgan/metrics';

/** The first `count` rows, a view. */
export const firstRows = ({ data, width }: Rows, count: number): Rows => ({
  data: data.subarray(0, count * width),
  width,
});

/** The rows at `indices`, copied. */
export function selectRows({ data, width }: Rows, indices: readonly number[]): Rows {
  const selected = new Float32Array(indices.length * width);
  indices.forEach((from, to) =>
    selected.set(data.subarray(from * width, (from + 1) * width), to * width),
  );
  return { data: selected, width };
}

/** All rows of several matrices of one width. */
export function joinRows(parts: readonly Rows[], width: number): Rows {
  const data = new Float32Array(parts.reduce((length, part) => length + part.data.length, 0));
  let filled = 0;
  for (const part of parts) {
    data.set(part.data, filled);
    filled += part.data.length;
  }
  return { data, width };
}
