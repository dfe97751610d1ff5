import { expect, it } from 'vitest';
import type { Evaluation } from '../records/evaluation.js';
import { stageTable } from './stage-table.js';

const scores = (name: string, accuracy: number) => ({
  ...{ name, accuracy, count: 10, low: 0, high: 1, chance: 0.24, real: 0.99, scaled: 0.5 },
});

function evaluation(
  imageSize: number,
  fid: number,
  attributes: Record<string, number>,
): Evaluation {
  const details = {
    statements: 20,
    attributes: Object.entries(attributes).map(([name, accuracy]) => scores(name, accuracy)),
    leftOut: [],
  };
  const common = { better: 'higher', protocol: '' } as const;
  return {
    ...{ of: 'run', samples: 10, imageSize, realSize: 256, seed: 0, data: 'd', extractor: 'e' },
    measurements: [
      { ...common, name: 'Attributes', value: 0.421, attributes: details },
      { ...common, name: 'FID (e)', value: fid, better: 'lower' },
    ],
  };
}

it('puts both stages side by side, of ten images each', () => {
  const first = evaluation(64, 11.264, { 'skin colour': 0.66 });
  const second = evaluation(256, 5.23, { 'skin colour': 0.86, glasses: 0.5 });
  expect(stageTable(first, second)).toBe(`\
Of ten images             Stage-I 64×64  Stage-II 256×256  real  chance
skin colour as stated                 7                 9    10       2
glasses as stated                                       5    10       2
all that is stated, of 1           0.42              0.42     1       0
FID (e), lower is better          11.26              5.23`);
});

it('leaves out attributes where there are none', () => {
  const plain = (value: number): Evaluation => {
    const one = evaluation(64, value, {});
    return { ...one, measurements: one.measurements.slice(1) };
  };
  expect(stageTable(plain(2), plain(1))).toMatch(
    /chance\nFID \(e\), lower is better +2\.00 +1\.00$/,
  );
});
