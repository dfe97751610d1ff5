import { describe, expect, it } from 'vitest';
import { linear, spherical } from './interpolate.js';

const norm = (vector: Float32Array) => Math.hypot(...vector);
const angle = (a: Float32Array, b: Float32Array) =>
  Math.acos(a.reduce((sum, value, i) => sum + value * b[i]!, 0) / norm(a) / norm(b));

describe('spherical', () => {
  const a = Float32Array.of(3, 0, 0, 0);
  const b = Float32Array.of(1, 2, 2, 0);
  it('turns evenly from one end to the other and keeps the length', () => {
    expect([...spherical(a, b, 0)]).toEqual([...a]);
    expect([...spherical(a, b, 1)]).toEqual([...b]);
    for (const t of [0.25, 0.5, 0.9]) {
      const between = spherical(a, b, t);
      expect(norm(between)).toBeCloseTo(3, 5);
      expect(angle(a, between)).toBeCloseTo(t * angle(a, b), 5);
      expect(norm(linear(a, b, t))).toBeLessThan(2.99);
    }
  });

  it('is straight where there is no angle', () => {
    expect([...spherical(a, a, 0.3)]).toEqual([...a]);
    const zero = new Float32Array(4);
    expect([...spherical(zero, zero, 0.5)]).toEqual([0, 0, 0, 0]);
    expect([...spherical(zero, a, 0.5)]).toEqual([1.5, 0, 0, 0]);
  });
});
