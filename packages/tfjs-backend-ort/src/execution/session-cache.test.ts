import { expect, it } from 'vitest';
import type { CompiledGraph } from './compile.js';
import { SessionCache } from './session-cache.js';

it('releases the least recently used graph, and compiles it again when needed', () => {
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
