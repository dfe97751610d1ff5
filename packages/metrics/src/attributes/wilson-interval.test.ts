import { describe, expect, it } from 'vitest';
import { wilsonInterval } from './wilson-interval.js';

describe('wilsonInterval', () => {
  // By SciPy: binomtest(right, count).proportion_ci(method='wilson').
  it.each([
    [5, 10, 0.23659309, 0.76340691],
    [0, 10, 0, 0.2775328],
    [10, 10, 0.7224672, 1],
    [81, 263, 0.25528852, 0.36620958],
  ])('of %i right of %i', (right, count, low, high) => {
    const found = wilsonInterval(right, count);
    expect(found.low).toBeCloseTo(low, 8);
    expect(found.high).toBeCloseTo(high, 8);
  });
});
