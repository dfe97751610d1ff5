import { SeededRandom } from '@stackgan/random';
import { describe, expect, it } from 'vitest';
import { CaptionedImages } from './captioned-images.js';

/** Captions that are one number each. */
const texts = (...numbers: number[]) => ({ data: Float32Array.from(numbers), width: 1 });

describe('CaptionedImages', () => {
  it('pairs each image with captions of its own, all of them in turn', () => {
    const pairs = new CaptionedImages(texts(10, 11, 20, 30), [0, 0, 1, 2], 3);
    const random = new SeededRandom(1);
    const seen = new Set<string>();
    for (let pass = 0; pass < 20; pass++) {
      const { images, captions } = pairs.nextBatch(3, random);
      expect([...images].sort()).toEqual([0, 1, 2]);
      images.forEach((image, i) => seen.add(`${image}:${captions[i]}`));
    }
    expect([...seen].sort()).toEqual(['0:0', '0:1', '1:2', '2:3']);
  });

  it('knows a caption that another image has, too, drawn for it or not', () => {
    // Image 0: 5, 6. Image 1: 5. Image 2: 7.
    const pairs = new CaptionedImages(texts(5, 6, 5, 7), [0, 0, 1, 2], 3);
    const random = new SeededRandom(1);
    for (let pass = 0; pass < 20; pass++) {
      const { images, captions, shared } = pairs.nextBatch(3, random);
      images.forEach((image, i) =>
        captions.forEach((caption, j) => {
          const isOf = image === 0 ? [0, 1, 2] : image === 1 ? [0, 2] : [3];
          expect(shared[i * 3 + j]).toBe(i !== j && isOf.includes(caption) ? 1 : 0);
        }),
      );
    }
  });

  it.each([
    [texts(1, 2), [0], 'imageOf has 1 rows for 2 captions'],
    [texts(1, 2), [0, 2], 'Caption 1 is of image 2: give rows from 0 to 1'],
    [texts(1, 2), [0, 0], 'Image 1 has no caption'],
    [texts(1, 1), [0, 1], 'All captions are the same'],
  ])('refuses %#', (captions, imageOf, message) => {
    expect(() => new CaptionedImages(captions, imageOf, 2)).toThrow(message);
  });
});
