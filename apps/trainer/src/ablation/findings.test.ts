import { expect, it } from 'vitest';
import type { Measurement } from '../records/evaluation.js';
import type { Measured } from './ablation-record.js';
import { METRIC_TITLES } from '../evaluation/measurements.js';
import { differences, findings } from './findings.js';
import { additions, table2 } from './rows.js';

const score = (value: number): Measurement => ({
  ...{ name: METRIC_TITLES.is, value, deviation: 0.02, better: 'higher', protocol: '' },
});
const msSsim = (value: number): Measurement => ({
  ...{ name: 'MS-SSIM in a caption', value, better: 'lower', protocol: '' },
});
const measured = (...measurements: Measurement[]): Measured => ({ measurements });
const rows = table2.map(({ id, paper }) => ({
  id,
  bySeed: [measured(score(Number.parseFloat(paper)))],
}));
const verdicts = (found: ReturnType<typeof findings>) =>
  new Map(
    found.map(({ statement, judgements }) => [statement, judgements.map((one) => one.verdict)]),
  );

it("finds in the paper's own numbers what the paper finds", () => {
  const all = findings(rows, [measured(score(2.96))]);
  expect(all).toHaveLength(10);
  expect(all.flatMap(({ judgements }) => judgements.map((one) => one.verdict))).toEqual(
    Array.from({ length: 10 }, () => 'shown'),
  );
  expect(all.at(-1)).toMatchObject({
    statement: 'resizing Stage-I to 256 does not raise its score',
    judgements: [{ name: METRIC_TITLES.is, value: expect.closeTo(0.01, 9) as number }],
  });
});

it('says where numbers show nothing or the opposite, and leaves out what was not measured', () => {
  const other = new Map([
    ['stackgan-256-ca-twice', 3],
    ['stackgan-128-ca-once', 3.34],
  ]);
  const worse = rows.map((row) =>
    other.has(row.id) ? { ...row, bySeed: [measured(score(other.get(row.id)!))] } : row,
  );
  const shown = verdicts(findings(worse, [measured(score(3))]));
  expect(shown.get('text twice helps at 256')).toEqual(['opposite']);
  expect(shown.get('text twice helps at 128')).toEqual(['not shown']);
  expect(shown.get('Conditioning Augmentation helps at 128')).toEqual(['shown']);
  expect(shown.get('resizing Stage-I to 256 does not raise its score')).toEqual(['opposite']);
  expect(findings([])).toEqual([]);
});

it('judges by each metric over seeds; MS-SSIM says only whether images of a caption differ', () => {
  const seeds = (scores: readonly number[], similarities: readonly number[]) =>
    scores.map((value, seed) => measured(score(value), msSsim(similarities[seed]!)));
  const found = verdicts(
    findings([
      { id: 'stage1-64-ca', bySeed: seeds([2, 3, 4], [0.2, 0.3, 0.2]) },
      { id: 'stage1-64-no-ca', bySeed: seeds([3, 3.9, 5], [0.7, 0.8, 0.8]) },
    ]),
  );
  expect([...found]).toEqual([
    ['Conditioning Augmentation helps one stage at 64', ['opposite']],
    ['Conditioning Augmentation keeps images of one caption apart (one stage, 64)', ['shown']],
  ]);
});

it('judges additions by every metric', () => {
  const bySeed = (value: number) => [measured(score(value), msSsim(0.5))];
  const found = findings(additions.map(({ id }, index) => ({ id, bySeed: bySeed(3 + index) })));
  expect(found.map(({ statement }) => statement)).toEqual([
    'the shortcut helps',
    'the matching loss helps',
    'the attribute loss helps',
    'the attribute prior helps',
    'the reconstruction loss helps',
    'the combination of all five helps',
  ]);
  expect(found[0]!.judgements.map(({ verdict }) => verdict)).toEqual(['shown', 'not judged']);
  // All are compared with the row without additions, but the prior with that of its loss.
  const gains = found.map(({ judgements: [first] }) => first!.value);
  expect(gains).toEqual([1, 2, 3, 1, 5, 6]);
});

it('has no difference where a seed has no numbers', () => {
  const fault = { measurements: [], fault: 'diverged' };
  expect(
    differences([measured(score(3)), measured(score(3))], [measured(score(2)), fault]),
  ).toEqual([]);
  expect(differences([fault], [measured(score(2))])).toEqual([]);
});
