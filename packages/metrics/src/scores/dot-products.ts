import type { Rows } from '../shared/rows.js';

/** Rows of a tile's side. */
export const TILE = 4;

/** Rows per packed block: two blocks stay in the cache at a few thousand features. */
const BLOCK = 64;

/**
 * Dot products of all pairs of rows of `a` and `b` (of one width), in double precision. Calls
 * `visit` for each 4x4 tile: `tile[4 * i + j]` is of rows `row + i` of `a` and `column + j` of `b`,
 * 0 where there is no such row. With `symmetric`, for a = b, tiles below the diagonal are left out.
 * The same two rows always give the same number, to the last bit. Memory does not grow with the
 * rows; `tile` is used again.
 */
export function forEachTile(
  a: Rows,
  b: Rows,
  symmetric: boolean,
  visit: (tile: Float64Array, row: number, column: number) => void,
): void {
  const depth = a.width;
  const left = new Float64Array(BLOCK * depth);
  const right = new Float64Array(BLOCK * depth);
  const tile = new Float64Array(TILE * TILE);
  const rows = a.data.length / depth;
  const columns = b.data.length / depth;
  for (let top = 0; top < rows; top += BLOCK) {
    const bottom = Math.min(top + BLOCK, rows);
    pack(a, top, bottom, left);
    for (let start = symmetric ? top : 0; start < columns; start += BLOCK) {
      const end = Math.min(start + BLOCK, columns);
      pack(b, start, end, right);
      for (let row = top; row < bottom; row += TILE) {
        for (let column = symmetric ? Math.max(start, row) : start; column < end; column += TILE) {
          multiply(left, (row - top) * depth, right, (column - start) * depth, depth, tile);
          visit(tile, row, column);
        }
      }
    }
  }
}

/** Rows `first` to `end` as panels of four: the four numbers of one column beside each other. */
function pack({ data, width }: Rows, first: number, end: number, out: Float64Array): void {
  for (let row = 0; row < BLOCK; row++) {
    let to = (row - (row % TILE)) * width + (row % TILE);
    const from = (first + row) * width;
    const present = first + row < end;
    for (let k = 0; k < width; k++, to += TILE) out[to] = present ? data[from + k]! : 0;
  }
}

/** Sixteen sums in local variables: each number that is read is used four times. */
function multiply(
  p: Float64Array,
  pStart: number,
  q: Float64Array,
  qStart: number,
  depth: number,
  tile: Float64Array,
): void {
  let [aw, ax, ay, az] = [0, 0, 0, 0];
  let [bw, bx, by, bz] = [0, 0, 0, 0];
  let [cw, cx, cy, cz] = [0, 0, 0, 0];
  let [dw, dx, dy, dz] = [0, 0, 0, 0];
  for (let i = pStart, j = qStart; i < pStart + TILE * depth; i += TILE, j += TILE) {
    const a = p[i]!;
    const b = p[i + 1]!;
    const c = p[i + 2]!;
    const d = p[i + 3]!;
    const w = q[j]!;
    const x = q[j + 1]!;
    const y = q[j + 2]!;
    const z = q[j + 3]!;
    aw += a * w;
    ax += a * x;
    ay += a * y;
    az += a * z;
    bw += b * w;
    bx += b * x;
    by += b * y;
    bz += b * z;
    cw += c * w;
    cx += c * x;
    cy += c * y;
    cz += c * z;
    dw += d * w;
    dx += d * x;
    dy += d * y;
    dz += d * z;
  }
  tile[0] = aw;
  tile[1] = ax;
  tile[2] = ay;
  tile[3] = az;
  tile[4] = bw;
  tile[5] = bx;
  tile[6] = by;
  tile[7] = bz;
  tile[8] = cw;
  tile[9] = cx;
  tile[10] = cy;
  tile[11] = cz;
  tile[12] = dw;
  tile[13] = dx;
  tile[14] = dy;
  tile[15] = dz;
}
