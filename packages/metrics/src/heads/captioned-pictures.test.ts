import { SeededRandom } from '@stackgan/random';
import { describe, expect, it } from 'vitest';
import { CaptionedPictures } from './captioned-pictures.js';

/** Captions that are one number each. */
const texts = (...numbers: number[]) => ({ data: Float32Array.from(numbers), width: 1 });

describe('CaptionedPictures', () => {
  it('pairs each picture with captions of its own, all of them in turn', () => {
    const pairs = new CaptionedPictures(texts(10, 11, 20, 30), [0, 0, 1, 2], 3);
    const random = new SeededRandom(1);
    const seen = new Set<string>();
    for (let pass = 0; pass < 20; pass++) {
      const { pictures, captions } = pairs.nextBatch(3, random);
      expect([...pictures].sort()).toEqual([0, 1, 2]);
      pictures.forEach((picture, i) => seen.add(`${picture}:${captions[i]}`));
    }
    expect([...seen].sort()).toEqual(['0:0', '0:1', '1:2', '2:3']);
  });

  it('knows a caption that another picture has, too, drawn for it or not', () => {
    // Picture 0: 5, 6. Picture 1: 5. Picture 2: 7.
    const pairs = new CaptionedPictures(texts(5, 6, 5, 7), [0, 0, 1, 2], 3);
    const random = new SeededRandom(1);
    for (let pass = 0; pass < 20; pass++) {
      const { pictures, captions, shared } = pairs.nextBatch(3, random);
      pictures.forEach((picture, i) =>
        captions.forEach((caption, j) => {
          const isOf = picture === 0 ? [0, 1, 2] : picture === 1 ? [0, 2] : [3];
          expect(shared[i * 3 + j]).toBe(i !== j && isOf.includes(caption) ? 1 : 0);
        }),
      );
    }
  });

  it.each([
    [texts(1, 2), [0], 'pictureOf has 1 rows for 2 captions'],
    [texts(1, 2), [0, 2], 'Caption 1 is of picture 2: give rows from 0 to 1'],
    [texts(1, 2), [0, 0], 'Picture 1 has no caption'],
    [texts(1, 1), [0, 1], 'All captions are the same'],
  ])('refuses %#', (captions, pictureOf, message) => {
    expect(() => new CaptionedPictures(captions, pictureOf, 2)).toThrow(message);
  });
});
