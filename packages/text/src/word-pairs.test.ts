import { describe, expect, it } from 'vitest';

import { countWordPairs, wordPairDimension } from './word-pairs.js';

const rowOf = (caption: string): Float32Array => {
  const row = new Float32Array(wordPairDimension);
  countWordPairs(caption, row);
  return row;
};
const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, v, i) => sum + v * b[i]!, 0);

/**
 * Words and pairs of two captions that are the same, multiplicity included, counted without a hash.
 */
function shared(a: string, b: string): number {
  const counts = (caption: string): string[] => {
    const words = ['<', ...caption.split(' '), '>'];
    return [...words, ...words.slice(1).map((each, i) => `${words[i]} ${each}`)];
  };
  const right = counts(b);
  return counts(a).reduce((sum, text) => sum + right.filter((other) => other === text).length, 0);
}

describe('countWordPairs', () => {
  it('keeps, on average, how many words and pairs two captions share', () => {
    const word = (i: number, j: number) => `word${(((12 * i + j) ** 2 * 31) % 1009) % 60}`;
    const captions = Array.from({ length: 40 }, (_, i) =>
      Array.from({ length: 12 }, (_, j) => word(i, j)).join(' '),
    );
    const errors: number[] = [];
    for (const [i, a] of captions.entries()) {
      for (const b of captions.slice(i)) {
        errors.push(dot(rowOf(a), rowOf(b)) / (4 * 1.5 ** 2) - shared(a, b));
      }
    }
    const mean = errors.reduce((sum, e) => sum + e, 0) / errors.length;
    const deviation = Math.sqrt(errors.reduce((sum, e) => sum + e * e, 0) / errors.length);
    // Other words collide by chance: one error varies by 27² / 512 or more, the mean of all by the
    // start and end that all share.
    expect(Math.abs(mean)).toBeLessThan(0.5);
    expect(deviation).toBeLessThan(2);
  });

  it('tells apart captions of the same words by their pairs', () => {
    const a = rowOf('black hair and a red hoodie');
    const b = rowOf('red hair and a black hoodie');
    // 11 of 15 words and pairs, including start and end, are shared.
    expect(dot(a, b) / dot(a, a)).toBeLessThan(0.8);
  });

  it('ignores case, blanks and punctuation, but not apostrophes and hyphens', () => {
    expect(rowOf(' A  RED, hoodie!')).toEqual(rowOf('a red hoodie'));
    expect(rowOf('a t-shirt')).not.toEqual(rowOf('a t shirt'));
    expect(rowOf('ein rötlicher Bart')).toEqual(rowOf('ein rötlicher Bart'.normalize('NFD')));
  });

  it('weighs about as much as a meaning', () => {
    const row = rowOf('a smiling woman with long blond hair and a dark blue jumper');
    expect(dot(row, row) / row.length).toBeGreaterThan(0.4);
    expect(dot(row, row) / row.length).toBeLessThan(1);
  });

  it('adds to the row, the same everywhere', () => {
    const [once, twice] = [rowOf('bird'), rowOf('bird')];
    countWordPairs('bird', twice);
    expect(twice).toEqual(once.map((value) => 2 * value));
    // Data sets and models depend on these numbers, so they must not change unnoticed.
    const places = [...once.entries()].filter(([, value]) => value !== 0).map(([place]) => place);
    expect(places.join()).toBe(
      '39,63,78,139,173,182,213,301,306,340,358,368,378,410,412,426,434,486,487,498',
    );
  });
});
