import type { Rows } from '../shared/rows.js';

/** FNV-1a's prime and first value, of 32 bits. */
const [PRIME, BASIS] = [0x01000193, 0x811c9dc5];

/**
 * A number for each row, from 0, the same for equal rows. Rows are hashed, since 30,000 embeddings
 * as strings would take a third of a gigabyte.
 */
export function numberRows({ data, width }: Rows): number[] {
  /** The first rows of the same hash, which are different ones. */
  const firstRows = new Map<number, number[]>();
  const numbers: number[] = [];
  let count = 0;
  for (let row = 0; row < data.length / width; row++) {
    const key = hashOf(data, row * width, width);
    const candidates = firstRows.get(key) ?? [];
    const same = candidates.find((other) => isEqual(data, other * width, row * width, width));
    if (same === undefined) firstRows.set(key, [...candidates, row]);
    numbers.push(same === undefined ? count++ : numbers[same]!);
  }
  return numbers;
}

/** Equal for equal rows: -0 is 0. */
function hashOf(data: Rows['data'], from: number, width: number): number {
  const float = new Float32Array(1);
  const bits = new Int32Array(float.buffer);
  let hash = BASIS;
  for (let i = from; i < from + width; i++) {
    float[0] = data[i]! + 0;
    hash = Math.imul(hash ^ bits[0]!, PRIME);
  }
  return hash;
}

function isEqual(data: Rows['data'], a: number, b: number, width: number): boolean {
  for (let i = 0; i < width; i++) if (data[a + i] !== data[b + i]) return false;
  return true;
}
