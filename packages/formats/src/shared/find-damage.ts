/** Options of {@link findDamage}. */
export interface DamageOptions {
  /** For variances: values below zero are damage, too. */
  readonly isVariance?: boolean;
}

/**
 * Finds what no valid tensor of weights holds: NaN, an infinity, a variance below zero. Returns one
 * line that begins with `name` and gives the first such value, its place and how many there are;
 * undefined for a valid tensor.
 */
export function findDamage(
  name: string,
  { shape, data }: { readonly shape: readonly number[]; readonly data: ArrayLike<number> },
  { isVariance = false }: DamageOptions = {},
): string | undefined {
  const lowest = isVariance ? 0 : -Infinity;
  let first = -1;
  let count = 0;
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!;
    // Only infinities and NaN give something other than zero here.
    if (value - value === 0 && value >= lowest) continue;
    if (count === 0) first = i;
    count += 1;
  }
  if (count === 0) return undefined;
  const value = data[first]!;
  const why = Number.isFinite(value) ? ', below zero, which a variance cannot be' : '';
  const place = shape.length === 0 ? '' : ` at [${indexOf(first, shape).join()}]`;
  return (
    `${name} [${shape.join()}] holds ${value}${place}${why}; ` +
    `of its ${data.length} numbers ${count} ${count === 1 ? 'is' : 'are'} damaged`
  );
}

/** The index of an element on each axis. */
function indexOf(element: number, shape: readonly number[]): number[] {
  const index: number[] = [];
  let rest = element;
  for (const size of shape.toReversed()) {
    index.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return index;
}
