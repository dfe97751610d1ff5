import { describe, expect, it } from 'vitest';
import type { Evaluation } from './evaluation.js';
import { evaluationTable, realText } from './evaluation-table.js';

function evaluation(atSize: boolean): Evaluation {
  const measurements: Evaluation['measurements'] = [
    {
      ...{ name: 'Inception Score', value: 1, deviation: 0, real: 2, better: 'higher' },
      ...{ ...(atSize && { realAtSize: 1 }), protocol: '10 splits' },
    },
  ];
  const sizes = { imageSize: atSize ? 64 : 256, realSize: 256 };
  return {
    of: 'a run',
    samples: 1000,
    seed: 7,
    data: 'birds',
    extractor: 'e',
    measurements,
    ...sizes,
  };
}

describe('evaluationTable', () => {
  it('gives the score of real images at the size that was drawn, and at the largest', () => {
    const table = evaluationTable(evaluation(true));
    expect(table).toContain('a run: 1,000 images of 64×64, seed 7, against birds');
    expect(table).toMatch(/1\.00 ± 0\.00 +1\.00 of real images at 64×64, 2\.00 at 256×256 /);
  });

  it('gives it once where the largest size is drawn', () => {
    const table = evaluationTable(evaluation(false));
    expect(table).toContain('a run: 1,000 images of 256×256, seed 7');
    expect(table).toMatch(/ 2\.00 of real images at 256×256 /);
    expect(table).not.toContain('64');
  });

  it('says no size of what an older version measured', () => {
    const { imageSize, realSize, ...older } = evaluation(false);
    expect([imageSize, realSize]).toEqual([256, 256]);
    expect(realText(older.measurements[0]!, older)).toBe('2.00 of real images');
    expect(evaluationTable(older)).toContain('a run: 1,000 images, seed 7');
  });
});
