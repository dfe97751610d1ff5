import { describe, expect, it } from 'vitest';
import expected from '../../fixtures/expected.json' with { type: 'json' };
import { madeFeatures } from '../../fixtures/made-features.js';
import { kernelDistance } from './kernel-distance.js';

const a = madeFeatures(1, 150, 64);
const b = madeFeatures(2, 150, 64, 0.02);

describe('kernelDistance', () => {
  it.each(expected.kernel)("is torchmetrics' within 1e-6: width $width", (right) => {
    const real = madeFeatures(1, right.count, right.width);
    const generated = madeFeatures(2, right.count, right.width, 0.02);
    const { mean, std } = kernelDistance(real, generated, { subsets: 2, subsetSize: right.count });
    expect(Math.abs(mean / right.distance - 1)).toBeLessThan(1e-6);
    expect(std).toBe(0);
  });

  it('is unbiased: subsets agree with the whole within their error', () => {
    const subsets = 400;
    const whole = expected.kernel[0]!.distance;
    const { mean, std } = kernelDistance(a, b, { subsets, subsetSize: 21, seed: 3 });
    expect(Math.abs(mean - whole)).toBeLessThan((3 * std) / Math.sqrt(subsets));
    expect(std).toBeGreaterThan(0);
  });

  it('is around 0 for two sets of one distribution, below as well as above', () => {
    const values = Array.from(
      { length: 12 },
      (_, i) =>
        kernelDistance(madeFeatures(10 + i, 60, 16), madeFeatures(40 + i, 60, 16), {
          subsets: 1,
          subsetSize: 60,
        }).mean,
    );
    expect(Math.min(...values)).toBeLessThan(0);
    expect(Math.max(...values)).toBeGreaterThan(0);
  });

  it('says how many subsets are done', () => {
    const done: string[] = [];
    const onProgress = (subset: number, subsets: number) => void done.push(`${subset}/${subsets}`);
    kernelDistance(a, b, { subsets: 3, subsetSize: 30, onProgress });
    expect(done).toEqual(['1/3', '2/3', '3/3']);
  });

  it('depends on its seed alone', () => {
    const options = { subsets: 3, subsetSize: 30 };
    const first = kernelDistance(a, b, { ...options, seed: 1 });
    expect(kernelDistance(a, b, { ...options, seed: 1 })).toEqual(first);
    expect(kernelDistance(a, b, { ...options, seed: 2 })).not.toEqual(first);
  });

  it('refuses fewer samples than a subset has, other widths and NaN', () => {
    expect(() => kernelDistance(a, b)).toThrow('a, for subsets of 1000: 150 rows, at least 1000');
    expect(() => kernelDistance(a, madeFeatures(1, 150, 16))).toThrow('use one extractor');
    expect(() => kernelDistance(a, b, { subsetSize: 1 })).toThrow('subsetSize is 1');
    const nan = { data: b.data.slice().fill(NaN, 0, 1), width: 64 };
    expect(() => kernelDistance(a, nan, { subsetSize: 100 })).toThrow('NaN at row 0');
  });
});
