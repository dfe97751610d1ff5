import { describe, expect, it } from 'vitest';
import { parseSeeds } from './parse-seeds.js';

describe('parseSeeds', () => {
  it('reads ranges and lists, each seed once', () => {
    expect(parseSeeds('0-3')).toEqual([0, 1, 2, 3]);
    expect(parseSeeds('5, 7-8,5')).toEqual([5, 7, 8]);
  });
  it.each(['', '3-1', 'a', '-1', '1.5', '0-999999999', '1--2'])('rejects %j', (text) => {
    expect(() => parseSeeds(text)).toThrow(`--seeds ${text}`);
  });
});
