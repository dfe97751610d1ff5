const BLOCKS = '▁▂▃▄▅▆▇█';

/**
 * `values` as a curve of at most `width` characters, from the smallest to the largest value; more
 * values than that are averaged in groups. A value that is not finite is a gap.
 */
export function sparkline(values: readonly number[], width: number): string {
  const count = Math.min(width, values.length);
  const points = Array.from({ length: count }, (_, index) => {
    const start = Math.floor((index * values.length) / count);
    const end = Math.floor(((index + 1) * values.length) / count);
    return mean(values.slice(start, end).filter(Number.isFinite));
  });
  const finite = points.filter(Number.isFinite);
  const low = finite.reduce((a, b) => Math.min(a, b), Infinity);
  const range = finite.reduce((a, b) => Math.max(a, b), -Infinity) - low;
  const height = (value: number) =>
    range === 0 ? 0 : Math.round(((value - low) / range) * (BLOCKS.length - 1));
  return points.map((value) => (Number.isFinite(value) ? BLOCKS[height(value)] : ' ')).join('');
}

/** NaN without values. */
const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
