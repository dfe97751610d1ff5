import { describe, expect, it } from 'vitest';
import expected from '../../fixtures/expected.json' with { type: 'json' };
import { meanRanks } from './mean-ranks.js';

describe('meanRanks', () => {
  it("has SciPy's standard errors, best model first", () => {
    const ranks = meanRanks(expected.ranks.answers);
    expect(ranks.map(({ model }) => model)).toEqual(['b', 'a', 'c']);
    for (const { model, mean, standardError } of ranks) {
      const right = expected.ranks.ranks[model as 'a' | 'b' | 'c'];
      expect(mean).toBeCloseTo(right.mean, 12);
      expect(standardError).toBeCloseTo(right.standardError, 12);
    }
  });

  it('refuses too few answers and answers that do not fit', () => {
    expect(() => meanRanks([['a', 'b']])).toThrow('2 answers or more, not 1');
    expect(() => meanRanks([['a', 'b'], ['a']])).toThrow('answer 1 ranks "a"');
    expect(() =>
      meanRanks([
        ['a', 'a'],
        ['a', 'a'],
      ]),
    ).toThrow('every model once');
    expect(() =>
      meanRanks([
        ['a', 'b'],
        ['a', 'c'],
      ]),
    ).toThrow('answer 1');
    expect(() => meanRanks([[], []])).toThrow('answer 0');
  });
});
