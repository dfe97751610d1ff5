import { describe, expect, it } from 'vitest';
import expected from '../../fixtures/expected.json' with { type: 'json' };
import { madeFeatures } from '../../fixtures/made-features.js';
import { inceptionScore } from './inception-score.js';

const logits = madeFeatures(3, 203, 50);
logits.data.forEach((value, i) => (logits.data[i] = value * 12));
const relative = (value: number, right: number) => Math.abs(value / right - 1);

describe('inceptionScore', () => {
  it("is SciPy's and torchmetrics' within 1e-9, of logits and of probabilities", () => {
    const score = inceptionScore(logits, { input: 'logits' });
    expect(relative(score.mean, expected.inception.mean)).toBeLessThan(1e-9);
    expect(relative(score.std, expected.inception.std)).toBeLessThan(1e-9);
    const whole = inceptionScore(logits, { input: 'logits', splits: 1 });
    expect(relative(whole.mean, expected.inception.whole)).toBeLessThan(1e-9);

    const data = logits.data.map((value) => Math.exp(value));
    for (let from = 0; from < data.length; from += 50) {
      const row = data.subarray(from, from + 50);
      const sum = row.reduce((a, b) => a + b, 0);
      row.forEach((value, y) => (row[y] = value / sum));
    }
    const same = inceptionScore({ data, width: 50 });
    expect(relative(same.mean, score.mean)).toBeLessThan(1e-12);
    const float32 = inceptionScore({ data: Float32Array.from(data), width: 50 });
    expect(relative(float32.mean, score.mean)).toBeLessThan(1e-6);
  });

  it('is the number of classes for certain, even predictions, and 1 for equal ones', () => {
    const certain = Float64Array.from({ length: 40 * 4 }, (_, i) => Number(i % 4 === (i >> 2) % 4));
    expect(inceptionScore({ data: certain, width: 4 }).mean).toBeCloseTo(4, 12);
    const equal = new Float64Array(40 * 4).fill(0.25);
    expect(inceptionScore({ data: equal, width: 4 })).toEqual({ mean: 1, std: 0 });
    const extreme = certain.map((one) => (one === 1 ? 1e5 : -1e5));
    expect(inceptionScore({ data: extreme, width: 4 }, { input: 'logits' }).mean).toBeCloseTo(
      4,
      12,
    );
  });

  it('a seed mixes samples that are in order of their class', () => {
    const ordered = Float64Array.from({ length: 40 * 4 }, (_, i) =>
      Number(i % 4 === Math.floor(i / 40)),
    );
    const rows = { data: ordered, width: 4 };
    expect(inceptionScore(rows, { splits: 4 }).mean).toBe(1);
    const mixed = inceptionScore(rows, { splits: 4, seed: 1 });
    expect(mixed.mean).toBeGreaterThan(2.5);
    expect(inceptionScore(rows, { splits: 4, seed: 1 })).toEqual(mixed);
    expect(inceptionScore(rows, { splits: 4, seed: 2 })).not.toEqual(mixed);
  });

  it('refuses what gives no score', () => {
    const few = { data: new Float64Array(9 * 2).fill(0.5), width: 2 };
    expect(() => inceptionScore(few)).toThrow('9 rows, at least 10 are needed');
    expect(() => inceptionScore(few, { splits: 0 })).toThrow('splits is 0');
    expect(() => inceptionScore(logits)).toThrow("give input: 'logits'");
    const nan = { data: Float64Array.from([0.5, 0.5, NaN, 0.5]), width: 2 };
    expect(() => inceptionScore(nan, { splits: 1 })).toThrow('NaN at row 1, column 0');
    const one = { data: new Float64Array(20).fill(1), width: 1 };
    expect(() => inceptionScore(one)).toThrow('one class');
  });
});
