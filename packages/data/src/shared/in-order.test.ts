import { setTimeout } from 'node:timers/promises';

import fc from 'fast-check';
import { expect, it } from 'vitest';

import { inOrder } from './in-order.js';

const toArray = async <T>(results: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = [];
  for await (const one of results) all.push(one);
  return all;
};

it('keeps the order whatever takes long, and as many in work as asked', async () => {
  const durations = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 12 });
  const property = fc.asyncProperty(
    durations,
    fc.integer({ min: 1, max: 5 }),
    async (ms, count) => {
      let [working, most] = [0, 0];
      const results = await toArray(
        inOrder(ms.keys(), count, async (index) => {
          most = Math.max(most, ++working);
          await setTimeout(ms[index]);
          working--;
          return index;
        }),
      );
      expect(results).toEqual([...ms.keys()]);
      expect(most).toBe(Math.min(count, ms.length));
    },
  );
  await fc.assert(property, { seed: 1, numRuns: 40 });
});

it('begins no more than asked while the first one takes long, and the others then', async () => {
  const begun: number[] = [];
  let finishFirst: () => void = () => undefined;
  const first = new Promise<void>((resolve) => (finishFirst = resolve));
  const results = inOrder([0, 1, 2, 3, 4], 3, async (item) => {
    begun.push(item);
    if (item === 0) await first;
    return item;
  });
  const next = results.next();
  await setTimeout(0);
  expect(begun).toEqual([0, 1, 2]);
  finishFirst();
  expect(await next).toEqual({ done: false, value: 0 });
  expect(await toArray(results)).toEqual([1, 2, 3, 4]);
});

it('throws an error in its turn, begins nothing after it, and waits for what has begun', async () => {
  const ended: number[] = [];
  const results = inOrder([0, 1, 2, 3, 4, 5], 3, async (item) => {
    if (item === 1) throw new Error('broken');
    await setTimeout(item);
    ended.push(item);
    return item;
  });
  expect(await results.next()).toEqual({ done: false, value: 0 });
  await expect(results.next()).rejects.toThrow('broken');
  expect(ended).toEqual([0, 2, 3]);
});
