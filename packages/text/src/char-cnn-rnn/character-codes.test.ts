import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ALPHABET,
  decodeCharacters,
  encodeCharacters,
  unknownCharacters,
} from './character-codes.js';

const options = { lowerCase: true, unknown: 'zero' } as const;

/** The column of the one in each row; undefined for a row of zeros. */
function columnsOf(caption: string, given: Parameters<typeof encodeCharacters>[1] = options) {
  const codes = encodeCharacters([caption], given);
  return Array.from({ length: 201 }, (_, row) => {
    const ones = [...codes.subarray(row * 70, (row + 1) * 70).entries()].filter(([, one]) => one);
    expect(ones.length).toBeLessThanOrEqual(1);
    return ones[0]?.[0];
  });
}

describe('encodeCharacters', () => {
  it('has 70 columns, of which the first hyphen is never used', () => {
    expect([...ALPHABET]).toHaveLength(70);
    expect(new Set(ALPHABET).size).toBe(69);
    expect([ALPHABET.indexOf('-'), ALPHABET.lastIndexOf('-')]).toEqual([36, 59]);
    expect(columnsOf('a-z ').slice(0, 6)).toEqual([0, 59, 25, 69, undefined, undefined]);
  });

  it('reads 201 characters', () => {
    expect(columnsOf(`${'a'.repeat(200)}bc`).at(-1)).toBe(1);
  });

  it('reads upper case and unknown characters as the encoder says', () => {
    const caption = 'Aé🐦b';
    expect(columnsOf(caption).slice(0, 4)).toEqual([0, undefined, undefined, 1]);
    expect(columnsOf(caption, { lowerCase: false, unknown: 'space' }).slice(0, 5)).toEqual([
      69,
      69,
      69,
      1,
      undefined,
    ]);
  });

  it('encodes each caption as if it were alone', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 250 })), (captions) => {
        const together = encodeCharacters(captions, options);
        const alone = captions.flatMap((caption) => [...encodeCharacters([caption], options)]);
        expect([...together]).toEqual(alone);
      }),
      { numRuns: 10 },
    );
  });
});

describe('decodeCharacters', () => {
  it('gives back what the alphabet has, from codes that count from 1', () => {
    const text = fc.string({ unit: fc.constantFrom(...ALPHABET), maxLength: 201 });
    const property = fc.property(text, (caption) => {
      const columns = columnsOf(caption).slice(0, caption.length);
      const codes = Array.from({ length: 201 }, (_, row) => (columns[row] ?? -1) + 1);
      expect(decodeCharacters(codes)).toBe(caption);
    });
    fc.assert(property, { seed: 1, numRuns: 20 });
    // Both hyphens.
    expect(decodeCharacters(Uint8Array.of(37, 60, 0))).toBe('--');
  });

  it('keeps the place of a character that the alphabet lacks, and refuses other numbers', () => {
    expect(decodeCharacters([1, 0, 2, 0, 0])).toBe('a\uFFFDb');
    expect(decodeCharacters([])).toBe('');
    for (const code of [71, -1, 1.5, NaN]) {
      expect(() => decodeCharacters([1, code])).toThrow(
        `code 2 of a caption is ${code}, not a whole number from 0 to 70`,
      );
    }
  });
});

describe('unknownCharacters', () => {
  it('is a share of what is not blank', () => {
    expect(unknownCharacters('A bird', options)).toBe(0);
    expect(unknownCharacters('A bird', { ...options, lowerCase: false })).toBe(1 / 5);
    expect(unknownCharacters('鸟 bird 🐦', options)).toBe(2 / 6);
    expect(unknownCharacters('鸟', options)).toBe(1);
    expect(unknownCharacters(' ', options)).toBe(1);
  });
});
