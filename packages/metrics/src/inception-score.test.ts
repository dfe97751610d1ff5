import { describe, expect, it } from 'vitest';
import { inceptionScore } from './inception-score.js';

describe('inceptionScore', () => {
  it('is the number of classes for certain, even predictions, and 1 for equal ones', () => {
    const certain = Float64Array.from({ length: 40 * 4 }, (_, i) => Number(i % 4 === (i >> 2) % 4));
    expect(inceptionScore({ data: certain, width: 4 }).mean).toBeCloseTo(4, 12);
    const equal = new Float64Array(40 * 4).fill(0.25);
    expect(inceptionScore({ data: equal, width: 4 })).toEqual({ mean: 1, std: 0 });
  });
});
