import { describe, expect, it } from 'vitest';

import { planBatches } from './plan-batches.js';

describe('planBatches', () => {
  it('puts each caption once into a batch that is long and large enough', () => {
    const counts = Array.from({ length: 500 }, (_, i) => (i * 37) % 129);
    const batches = planBatches(counts);
    const members = batches.flatMap((batch) => batch.members);
    expect(members.toSorted((a, b) => a - b)).toEqual(counts.map((_, i) => i));
    for (const { members, size, length } of batches) {
      expect(members.length).toBeLessThanOrEqual(size);
      expect(size).toBeLessThan(2 * members.length + 1);
      expect(length).toBeLessThanOrEqual(128);
      for (const member of members) expect(counts[member]).toBeLessThanOrEqual(length);
    }
  });

  it('fills its batches, and pads by less than a twentieth, where captions are many', () => {
    const counts = Array.from({ length: 1024 }, (_, i) => 10 + ((i * 37) % 15));
    const batches = planBatches(counts);
    expect(batches.map(({ members }) => members.length)).toEqual(Array(16).fill(64));
    const tokens = counts.reduce((sum, count) => sum + count, 0);
    const computed = batches.reduce((sum, { size, length }) => sum + size * length, 0);
    expect(computed).toBeLessThan(1.05 * tokens);
  });

  it('pads no short caption to the length of a long one', () => {
    const lengths = planBatches([100, 3, 4, 90, 3]).map(({ members, length }) => [members, length]);
    expect(lengths).toEqual([
      [[1, 4, 2], 4],
      [[3, 0], 128],
    ]);
  });

  it('has few shapes', () => {
    const shapes = new Set<string>();
    for (let n = 1; n < 300; n += 7) {
      for (const { size, length } of planBatches(
        Array.from({ length: n }, (_, i) => (i % 40) + 1),
      )) {
        shapes.add(`${size}x${length}`);
      }
    }
    expect(shapes.size).toBeLessThan(70);
    expect(planBatches([])).toEqual([]);
  });
});
