import { expect, it } from 'vitest';
import type { Measurement } from '../records/evaluation.js';
import { findings, IS } from './findings.js';
import { table2 } from './rows.js';

const score = (value: number): Measurement => ({
  ...{ name: IS, value, deviation: 0.02, better: 'higher', protocol: '' },
});
const rows = table2.map(({ id, paper }) => ({
  id,
  measurements: [score(Number.parseFloat(paper))],
}));

it("finds in the paper's own numbers what the paper finds", () => {
  const all = findings(rows, score(2.96));
  expect(all).toHaveLength(10);
  expect(all.filter(({ shown }) => shown !== 'yes')).toEqual([]);
  expect(all.at(-1)?.numbers).toBe('2.96 ± 0.02 against 2.95 ± 0.02');
});

it('says where numbers show nothing or the opposite, and leaves out what was not measured', () => {
  const other = new Map([
    ['stackgan-256-ca-twice', 3],
    ['stackgan-128-ca-once', 3.34],
  ]);
  const worse = rows.map((row) =>
    other.has(row.id) ? { ...row, measurements: [score(other.get(row.id)!)] } : row,
  );
  const shown = new Map(findings(worse, score(3)).map((one) => [one.statement, one.shown]));
  expect(shown.get('text twice helps at 256')).toBe('opposite');
  expect(shown.get('text twice helps at 128')).toBe('no');
  expect(shown.get('Conditioning Augmentation helps at 128')).toBe('yes');
  expect(shown.get('resizing Stage-I to 256 does not raise its score')).toBe('opposite');
  expect(findings([], undefined)).toEqual([]);
});
