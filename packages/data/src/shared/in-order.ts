/**
 * The results of `work` on each item, in the order of the items, while `count` of them are in work:
 * when the first is done, the next one begins. Ends with the first error, after what has begun.
 */
export async function* inOrder<T, R>(
  items: Iterable<T>,
  count: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const begun: Promise<R>[] = [];
  try {
    for (const item of items) {
      const result = work(item);
      // It is thrown in its turn; until then, the rejection must not count as unhandled.
      result.catch(() => undefined);
      begun.push(result);
      if (begun.length === count) yield await begun.shift()!;
    }
    while (begun.length > 0) yield await begun.shift()!;
  } finally {
    await Promise.allSettled(begun);
  }
}
