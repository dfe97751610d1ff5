import { expect } from 'vitest';

/** Fails unless numbers differ by at most `tolerance` times the largest expected one, or 1. */
export function expectClose(actual: number[], expected: number[], tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  const scale = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  actual.forEach((value, i) => {
    if (!(Math.abs(value - expected[i]!) <= tolerance * scale)) {
      expect.fail(`element ${i}: ${value}, expected ${expected[i]}`);
    }
  });
}
