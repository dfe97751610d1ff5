import type { Rows } from '@stackgan/metrics';
import { describe, expect, it } from 'vitest';
import { chanceOf, retrieval } from './retrieval.js';

const rows = (...list: number[][]): Rows => ({
  data: Float32Array.from(list.flat()),
  width: list[0]!.length,
});
/** The unit vectors of `width` dimensions. */
const units = (width: number) =>
  Array.from({ length: width }, (_, row) =>
    Array.from({ length: width }, (_, column) => Number(row === column)),
  );
const others = (count: number) => Array.from({ length: count }, (_, i) => i);

describe('retrieval', () => {
  it('finds all images, or the share of those that are found', () => {
    const images = rows(...units(8));
    const found = { images, captions: images, imageOf: others(8), classOf: others(8) };
    expect(retrieval(found)).toEqual({ own1: 1, own5: 1 });
    // Each of half of the captions is that of the next image.
    const captions = rows(...units(8).map((row, i, all) => (i % 2 ? row : all[(i + 1) % 8]!)));
    // Behind the next one, seven images are equal; four of them are among the first five.
    const { own1, own5 } = retrieval({ ...found, captions });
    expect(own1).toBe(1 / 2);
    expect(own5).toBeCloseTo((1 + 4 / 7) / 2, 10);
  });

  it('is chance for embeddings that say nothing, with several captions per image', () => {
    const classOf = Array.from({ length: 230 }, (_, i) => i % 5);
    const images = rows(...classOf.map(() => [1, 2]));
    const imageOf = [...classOf.keys(), ...classOf.keys()];
    const captions = rows(...imageOf.map(() => [2, 1]));
    const input = { images, captions, imageOf, classOf };
    const [found, chance] = [retrieval(input), chanceOf(input)];
    expect(chance).toEqual({ own1: 0.01, own5: 0.05, classPrecision: 0.2, classTop: 0.2 });
    for (const name of ['own1', 'own5', 'classPrecision', 'classTop'] as const) {
      expect(found[name]).toBeCloseTo(chance[name]!, 10);
    }
  });

  it('measures classes by their mean captions', () => {
    // Four images of two classes; the third image looks like one of the other class.
    const images = rows([1, 0], [2, 0], [3, 0], [0, 1]);
    const classOf = [0, 0, 1, 1];
    // The captions of class 0 have mean [1, 0], those of class 1 [0, 1], though none is alike.
    const captions = rows([3, 0], [-1, 0], [0, 4], [0, -2]);
    const { classPrecision, classTop } = retrieval({
      ...{ images, captions, imageOf: [0, 1, 2, 3], classOf },
    });
    // Class 0: images 2 and 1 come first, one of them is right. Class 1: image 3, then the first of equals.
    expect(classPrecision).toBe((1 / 2 + 1 / 2) / 2);
    expect(classTop).toBe(3 / 4);
  });
});
