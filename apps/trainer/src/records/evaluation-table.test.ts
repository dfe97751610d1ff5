import { describe, expect, it } from 'vitest';
import type { Evaluation } from './evaluation.js';
import { evaluationTable, realText } from './evaluation-table.js';
import { type MetricInput, metrics } from '../evaluation/metrics.js';

/** Logits of 4,000 images: each surely of one of two classes, or of neither. */
const logits = (isSure: boolean) => ({
  width: 2,
  data: Float32Array.from({ length: 8000 }, (_, i) =>
    isSure && i % 4 < 2 === (i % 2 === 0) ? 50 : 0,
  ),
});

async function evaluation(atSize: boolean): Promise<Evaluation> {
  const real = { largest: logits(true), ...(atSize && { atSize: logits(false) }) };
  const classify = async () => ({ logits: logits(false), real, name: 'a classifier' });
  const measurements = await metrics.is({ classify, seed: 0 } as unknown as MetricInput);
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
  it('gives the score of real images at the size that was drawn, and at the largest', async () => {
    // Half of the images surely of either class: two classes. No class told from another: one.
    const table = evaluationTable(await evaluation(true));
    expect(table).toContain('a run: 1,000 images of 64×64, seed 7, against birds');
    expect(table).toMatch(/1\.00 ± 0\.00 +1\.00 of real images at 64×64, 2\.00 at 256×256 /);
  });

  it('gives it once where the largest size is drawn', async () => {
    const table = evaluationTable(await evaluation(false));
    expect(table).toContain('a run: 1,000 images of 256×256, seed 7');
    expect(table).toMatch(/ 2\.00 of real images at 256×256 /);
    expect(table).not.toContain('64');
  });

  it('says no size of what an older version measured', async () => {
    const { imageSize, realSize, ...older } = await evaluation(false);
    expect([imageSize, realSize]).toEqual([256, 256]);
    expect(realText(older.measurements[0]!, older)).toBe('2.00 of real images');
    expect(evaluationTable(older)).toContain('a run: 1,000 images, seed 7');
  });
});
