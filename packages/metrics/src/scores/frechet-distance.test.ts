import { describe, expect, it } from 'vitest';
import expected from '../../fixtures/expected.json' with { type: 'json' };
import { madeFeatures } from '../../fixtures/made-features.js';
import { FeatureMoments, type FeatureStatistics } from './feature-moments.js';
import { frechetDistance } from './frechet-distance.js';
import type { Rows } from '../shared/rows.js';

function statistics(rows: Rows): FeatureStatistics {
  const moments = new FeatureMoments(rows.width);
  moments.add(rows);
  return moments.statistics();
}

describe('frechetDistance', () => {
  it.each(expected.frechet)('is that of $oracle within 1e-6: $width, $counts', (right) => {
    const { width, counts } = right;
    const a = statistics(madeFeatures(1, counts[0]!, width));
    const b = statistics(madeFeatures(2, counts[1]!, width, 0.01));
    const options = { fewSamples: Math.min(...counts) <= width };
    expect(Math.abs(frechetDistance(a, b, options) / right.distance - 1)).toBeLessThan(1e-6);
  });

  it('is the same both ways', () => {
    const a = statistics(madeFeatures(1, 90, 64));
    const b = statistics(madeFeatures(2, 30, 64));
    const options = { fewSamples: true };
    expect(frechetDistance(a, b, options)).toBeCloseTo(frechetDistance(b, a, options), 11);
  });

  it('is 0 for equal sets', () => {
    const full = statistics(madeFeatures(1, 300, 64));
    expect(frechetDistance(full, full)).toBeLessThan(1e-12);
    const few = statistics(madeFeatures(1, 20, 64));
    expect(frechetDistance(few, few, { fewSamples: true })).toBeLessThan(1e-12);
  });

  it('is the squared distance of the means for equal covariances', () => {
    const a = statistics(madeFeatures(1, 300, 64));
    const b = { ...a, mean: a.mean.map((value, j) => value + (j === 3 ? 0.5 : 0.25)) };
    expect(frechetDistance(a, b)).toBeCloseTo(0.5 ** 2 + 63 * 0.25 ** 2, 11);
  });

  it('is the analytic one for commuting covariances, one of them singular', () => {
    const diagonal = (...values: number[]): FeatureStatistics => {
      const covariance = new Float64Array(values.length ** 2);
      values.forEach((value, j) => (covariance[j * values.length + j] = value));
      return { count: 100, mean: new Float64Array(values.length), covariance };
    };
    // Σ (√λ1 - √λ2)²
    expect(frechetDistance(diagonal(4, 1, 0), diagonal(1, 9, 1))).toBeCloseTo(1 + 4 + 1, 12);
    expect(frechetDistance(diagonal(1e-12, 1), diagonal(1e-12, 1))).toBeLessThan(1e-15);
    expect(frechetDistance(diagonal(2, 0), diagonal(0, 3))).toBeCloseTo(5, 12);
    expect(frechetDistance(diagonal(4), diagonal(1))).toBeCloseTo(1, 12);
  });

  it('refuses what gives a number without meaning', () => {
    const a = statistics(madeFeatures(1, 300, 64));
    const few = statistics(madeFeatures(1, 64, 64));
    expect(() => frechetDistance(a, few)).toThrow('at least 65 are needed');
    const alike = statistics({ data: new Float32Array(64 * 100).fill(0.3), width: 64 });
    expect(() => frechetDistance(alike, a)).toThrow('a: all 100 samples have the same features');
    expect(() => frechetDistance(a, statistics(madeFeatures(1, 99, 32)))).toThrow(
      '32 numbers per row, the others have 64',
    );
    const mean = a.mean.slice().fill(NaN, 7, 8);
    expect(() => frechetDistance({ ...a, mean }, a)).toThrow('a: mean: NaN at row 0, column 7');
    const covariance = a.covariance.slice().fill(NaN, 65, 66);
    expect(() => frechetDistance(a, { ...a, covariance })).toThrow('b: covariance: NaN at row 1');
  });
});
