/** What `map` makes of all items, in their order; it works on so many at the same time. */
export async function mapInChunks<T, R>(
  items: readonly T[],
  size: number,
  map: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  for (let start = 0; start < items.length; start += size) {
    const chunk = items.slice(start, start + size);
    results.push(...(await Promise.all(chunk.map((item) => map(item)))));
  }
  return results;
}
