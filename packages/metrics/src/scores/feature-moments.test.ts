import { describe, expect, it } from 'vitest';
import expected from '../../fixtures/expected.json' with { type: 'json' };
import { madeFeatures } from '../../fixtures/made-features.js';
import { FeatureMoments, type FeatureStatistics } from './feature-moments.js';
import type { Rows } from '../shared/rows.js';

const features = madeFeatures(1, 700, 5, 1000);

function statistics(rows: Rows, batch: number): FeatureStatistics {
  const moments = new FeatureMoments(rows.width);
  for (let from = 0; from < rows.data.length; from += batch * rows.width) {
    moments.add({
      data: rows.data.subarray(from, from + batch * rows.width),
      width: rows.width,
    });
  }
  return moments.statistics();
}

function greatestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);
}

describe('FeatureMoments', () => {
  it("are numpy's, also for a mean far from 0", () => {
    const { count, mean, covariance } = statistics(features, 100);
    expect(count).toBe(700);
    expect(greatestDifference(mean, expected.moments.mean)).toBeLessThan(1e-11);
    expect(greatestDifference(covariance, expected.moments.covariance)).toBeLessThan(1e-13);
  });

  it('do not depend on the batch size, to the last bit', () => {
    const whole = statistics(features, 700);
    for (const batch of [1, 37, 256, 699]) expect(statistics(features, batch)).toEqual(whole);
  });

  it('merge parts, and go on from saved ones', () => {
    const whole = statistics(features, 700);
    for (const cut of [2, 300, 698]) {
      const moments = new FeatureMoments(5);
      moments.add({ data: features.data.subarray(0, cut * 5), width: 5 });
      const rest = new FeatureMoments(5);
      rest.add({ data: features.data.subarray(cut * 5), width: 5 });
      moments.merge(structuredClone(rest.statistics()));
      const merged = moments.statistics();
      expect(merged.count).toBe(700);
      expect(greatestDifference(merged.mean, whole.mean)).toBeLessThan(1e-11);
      expect(greatestDifference(merged.covariance, whole.covariance)).toBeLessThan(1e-13);
    }
  });

  it('can be read in between', () => {
    const moments = new FeatureMoments(5);
    moments.add({ data: features.data.subarray(0, 50), width: 5 });
    const early = moments.statistics();
    moments.add({ data: features.data.subarray(50), width: 5 });
    expect(moments.count).toBe(700);
    const { covariance } = moments.statistics();
    expect(greatestDifference(covariance, expected.moments.covariance)).toBeLessThan(1e-13);
    expect(early.count).toBe(10);
  });

  it('refuse other widths, NaN and statistics that do not fit', () => {
    const moments = new FeatureMoments(2);
    expect(() => moments.add(features)).toThrow('5 numbers per row, the others have 2');
    expect(() => moments.add({ data: new Float32Array(3), width: 2 })).toThrow('no whole rows');
    expect(() => moments.add({ data: Float32Array.from([1, Infinity]), width: 2 })).toThrow(
      'Infinity at row 0, column 1',
    );
    expect(() => moments.statistics()).toThrow('needs 2 rows of features, not 0');
    const [mean, covariance] = [new Float64Array(2), new Float64Array(3)];
    expect(() => moments.merge({ count: 5, mean, covariance })).toThrow('is not 2 x 2');
    expect(() => moments.merge({ count: 1, mean, covariance })).toThrow('count is 1');
    expect(() => new FeatureMoments(0)).toThrow('width is 0');
  });
});
