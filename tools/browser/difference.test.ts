import { describe, expect, it } from 'vitest';
import { difference } from './difference.js';

describe('difference', () => {
  it("names the tensor that is furthest off, in units of the reference's largest value", () => {
    const reference = { small: [0.001, -0.002], large: [100, 0] };
    expect(difference(reference, reference).relative).toBe(0);
    const found = difference({ small: [0.001, -0.001], large: [100, 1] }, reference);
    expect(found).toEqual({ tensor: 'small', relative: 0.5 });
  });

  it('takes NaN for the largest difference', () => {
    const found = difference({ a: [9], b: [1, NaN] }, { a: [1], b: [1, 1] });
    expect(found).toEqual({ tensor: 'b', relative: NaN });
  });

  it('throws where tensors or sizes are not the same', () => {
    expect(() => difference({ b: [1] }, { a: [1] })).toThrow('other tensors');
    expect(() => difference({ a: [1] }, { a: [1, 2] })).toThrow('a has another size');
  });
});
