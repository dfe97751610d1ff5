import { SeededRandom } from '@stackgan/random';
import { describe, expect, it, vi } from 'vitest';
import { numberRows } from './number-rows.js';

describe('numberRows', () => {
  it('numbers rows in the order in which they first come, equal ones alike', () => {
    const data = Float32Array.of(1, 2, 3, 4, 1, 2, 2, 1, 3, 4);
    expect(numberRows({ data, width: 2 })).toEqual([0, 1, 0, 2, 1]);
    expect(numberRows({ data: Float64Array.of(0, -0, 1e-60, 0), width: 1 })).toEqual([0, 0, 1, 0]);
  });

  it('tells rows apart that share a hash', () => {
    // A float32 does not tell them apart, and so no hash of float32 numbers does.
    expect(numberRows({ data: Float64Array.of(1, 1 + 1e-12, 1), width: 1 })).toEqual([0, 1, 0]);
  });

  it('makes no text of a row, which would be ten times its size', () => {
    const data = new SeededRandom(1).fillNormal(new Float32Array(400 * 64));
    const texts = vi.spyOn(Float32Array.prototype, 'join');
    expect(numberRows({ data, width: 64 })).toEqual(Array.from({ length: 400 }, (_, i) => i));
    expect(texts).not.toHaveBeenCalled();
    texts.mockRestore();
  });
});
