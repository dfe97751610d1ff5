import { describe, expect, it } from 'vitest';
import expected from '../../fixtures/expected.json' with { type: 'json' };
import { madeFeatures } from '../../fixtures/made-features.js';
import { rPrecision } from './r-precision.js';

const texts = madeFeatures(4, 100, 32);
const other = madeFeatures(5, 100, 32);
const images = {
  data: texts.data.map((value, i) => value + 2 * (other.data[i]! - 0.2)),
  width: 32,
};

describe('rPrecision', () => {
  it("is SciPy's where all others are candidates", () => {
    const all = rPrecision(images, texts);
    expect(all.mean).toBeCloseTo(expected.rPrecision.all.mean, 12);
    expect(all.std).toBeCloseTo(expected.rPrecision.all.std, 12);
    const classes = Array.from({ length: 100 }, (_, i) => `class ${i % 4}`);
    const within = rPrecision(images, texts, { candidates: 75, classes });
    expect(within.mean).toBeCloseTo(expected.rPrecision.classes.mean, 12);
    expect(within.std).toBeCloseTo(expected.rPrecision.classes.std, 12);
  });

  it('is 1 for features that match, and chance for those that tell nothing', () => {
    expect(rPrecision(texts, texts)).toEqual({ mean: 1, std: 0 });
    const equal = { data: new Float32Array(100 * 4).fill(1), width: 4 };
    expect(rPrecision(equal, equal).mean).toBeCloseTo(0.01, 12);
    const unrelated = rPrecision(madeFeatures(6, 2000, 8), madeFeatures(7, 2000, 8), {
      candidates: 9,
    });
    expect(Math.abs(unrelated.mean - 0.1)).toBeLessThan(0.03);
  });

  it('takes equal captions as one candidate, and none for each other', () => {
    const captions = Array.from({ length: 100 }, (_, i) => i % 50);
    const data = texts.data.map((_, i) => texts.data[i % (50 * 32)]!);
    const options = { candidates: 49, captions };
    expect(rPrecision({ data, width: 32 }, { data, width: 32 }, options).mean).toBe(1);
    expect(() => rPrecision(images, texts, { captions })).toThrow(
      'image 0 has 49 mismatching captions, 99 are needed',
    );
  });

  it('draws candidates from all texts, of which an image has one', () => {
    const half = { data: images.data.slice(50 * 32), width: 32 };
    const own = Array.from({ length: 50 }, (_, i) => 50 + i);
    const fewer = rPrecision(half, texts, { own, folds: 1 });
    const all = rPrecision(images, texts, { folds: 2 });
    const first = rPrecision({ data: images.data.slice(0, 50 * 32), width: 32 }, texts, {
      own: own.map((row) => row - 50),
      folds: 1,
    });
    expect((fewer.mean + first.mean) / 2).toBeCloseTo(all.mean, 12);
    expect(() => rPrecision(half, texts, { own: [100, ...own.slice(1)] })).toThrow(
      'own: row 100 of image 0 is not among 100 texts',
    );
  });

  it('depends on its seed alone', () => {
    const draw = (seed: number) => rPrecision(images, texts, { candidates: 5, seed });
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
    expect(draw(1).mean).toBeGreaterThan(expected.rPrecision.all.mean);
  });

  it('refuses rows without direction, other shapes and too few', () => {
    const zero = { data: texts.data.slice().fill(0, 32, 64), width: 32 };
    expect(() => rPrecision(images, zero)).toThrow('texts: row 1 is zero');
    expect(() => rPrecision(images, madeFeatures(1, 99, 32))).toThrow('99 texts for 100 images');
    expect(() => rPrecision(images, texts, { captions: ['a'] })).toThrow(
      '1 captions for 100 texts',
    );
    expect(() => rPrecision(images, madeFeatures(1, 100, 8))).toThrow('8 numbers per row');
    const few = madeFeatures(1, 8, 32);
    expect(() => rPrecision(few, few)).toThrow('for 10 folds: 8 rows');
  });
});
