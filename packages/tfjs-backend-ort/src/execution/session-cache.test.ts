import { expect, it } from 'vitest';
import type { CompiledGraph } from './compile.js';
import { SessionCache } from './session-cache.js';

it('releases the graph that was not used for longest, and compiles it anew when it is needed', () => {
  const events: string[] = [];
  const cache = new SessionCache(2);
  const use = (key: string) =>
    cache.get(key, () => {
      events.push(`compile ${key}`);
      return { release: () => events.push(`release ${key}`) } as unknown as CompiledGraph;
    });
  for (const key of ['a', 'b', 'a', 'c', 'b']) use(key);
  expect(events).toEqual([
    ...['compile a', 'compile b'],
    ...['compile c', 'release b'],
    ...['compile b', 'release a'],
  ]);
});
