import { describe, expect, it } from 'vitest';
import { findDamage } from './find-damage.js';

const of = (shape: number[], ...data: number[]) => ({ shape, data: Float32Array.from(data) });

describe('findDamage', () => {
  it('finds nothing in valid tensors, whatever they hold', () => {
    expect(findDamage('a', of([2, 2], -0, 3e38, -3e38, 1e-45))).toBeUndefined();
    expect(findDamage('a', of([0, 3]))).toBeUndefined();
    expect(findDamage('a', of([2], 0, 1), { isVariance: true })).toBeUndefined();
  });

  it('names the first number, its place and how many there are', () => {
    // Element 7 of [2, 3, 2] is at 1·6 + 0·2 + 1.
    const values = of([2, 3, 2], 0, 1, 2, 3, 4, 5, 6, NaN, 8, -Infinity, 10, 11);
    expect(findDamage('kernel', values)).toBe(
      'kernel [2,3,2] holds NaN at [1,0,1]; of its 12 numbers 2 are damaged',
    );
    expect(findDamage('b', of([], Infinity))).toBe(
      'b [] holds Infinity; of its 1 numbers 1 is damaged',
    );
  });

  it('takes negative variances for damage, but not other negative numbers', () => {
    const values = of([3], 1, -0.5, 2);
    expect(findDamage('bn', values)).toBeUndefined();
    expect(findDamage('bn', values, { isVariance: true })).toBe(
      'bn [3] holds -0.5 at [1], below zero, which a variance cannot be; of its 3 numbers 1 is damaged',
    );
  });
});
