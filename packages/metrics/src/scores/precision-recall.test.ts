import { describe, expect, it } from 'vitest';
import expected from '../../fixtures/expected.json' with { type: 'json' };
import { madeFeatures } from '../../fixtures/made-features.js';
import { precisionRecall } from './precision-recall.js';

const real = madeFeatures(1, 120, 16);

describe('precisionRecall', () => {
  it('is what distances of SciPy give', () => {
    const generated = madeFeatures(2, 100, 16, 0.25);
    const { precision, recall } = precisionRecall(real, generated);
    expect(precision).toBeCloseTo(expected.precisionRecall.precision, 12);
    expect(recall).toBeCloseTo(expected.precisionRecall.recall, 12);
    const swapped = precisionRecall(generated, real);
    expect(swapped).toEqual({ precision: recall, recall: precision });
  });

  it('is 1 for equal sets, copies of single samples included', () => {
    expect(precisionRecall(real, real)).toEqual({ precision: 1, recall: 1 });
    const copies = { data: new Float64Array(16 * 40), width: 16 };
    for (let i = 0; i < 40; i++) copies.data.set(real.data.subarray(0, 16), i * 16);
    expect(precisionRecall(copies, copies)).toEqual({ precision: 1, recall: 1 });
  });

  it('sees a collapsed set as precise without variety, and a far one as neither', () => {
    const collapsed = madeFeatures(5, 120, 16);
    collapsed.data.forEach((value, i) => (collapsed.data[i] = real.data[i % 16]! + value * 1e-3));
    const { precision, recall } = precisionRecall(real, collapsed);
    expect(precision).toBe(1);
    expect(recall).toBeLessThan(0.05);
    expect(precisionRecall(real, madeFeatures(2, 120, 16, 5))).toEqual({ precision: 0, recall: 0 });
  });

  it('refuses too few samples and other widths', () => {
    const few = madeFeatures(1, 3, 16);
    expect(() => precisionRecall(real, few)).toThrow(
      'generated, for 3 neighbours: 3 rows, at least 4',
    );
    expect(() => precisionRecall(real, madeFeatures(1, 9, 8))).toThrow('use one extractor');
    expect(() => precisionRecall(real, real, { k: 0 })).toThrow('k is 0');
  });
});
