import { describe, expect, it } from 'vitest';
import { parseSeeds } from './parse-seeds.js';

describe('parseSeeds', () => {
  it('reads ranges and lists, each seed once', () => {
    expect(parseSeeds('0-3')).toEqual([0, 1, 2, 3]);
    expect(parseSeeds('5, 7-8,5')).toEqual([5, 7, 8]);
  });
  it('takes 10,000 seeds in all, and no more in parts', () => {
    expect(parseSeeds('5000-9999,0-4999')).toHaveLength(10_000);
    expect(parseSeeds('0-9999,17,0-9999')).toHaveLength(10_000);
    const asked = 'asks for more than 10000 seeds';
    expect(() => parseSeeds('0-9999,10000-19999')).toThrow(asked);
    expect(() => parseSeeds('0-9999,10000')).toThrow(asked);
    const list = Array.from({ length: 10_001 }, (_, seed) => seed).join();
    expect(() => parseSeeds(list)).toThrow(asked);
  });
  it('names the largest seed', () => {
    expect(parseSeeds('9007199254740991')).toEqual([Number.MAX_SAFE_INTEGER]);
    const limit = 'the largest seed is 9007199254740991';
    for (const text of ['9007199254740992', `0-${'9'.repeat(400)}`]) {
      expect(() => parseSeeds(text)).toThrow(limit);
    }
  });
  it.each(['', '3-1', 'a', '-1', '1.5', '0-999999999', '1--2'])('rejects %j', (text) => {
    expect(() => parseSeeds(text)).toThrow(`--seeds ${text}`);
  });
});
