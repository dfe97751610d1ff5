import { expect, it } from 'vitest';
import type { Measurement } from '../evaluation/metrics.js';
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
  expect(all.filter(({ isShown }) => !isShown)).toEqual([]);
  expect(all.at(-1)?.numbers).toBe('2.96 ± 0.02 against 2.95 ± 0.02');
});

it('says where numbers do not show it, and leaves out what was not measured', () => {
  const worse = rows.map((row) =>
    row.id === 'stackgan-256-ca-twice' ? { ...row, measurements: [score(3)] } : row,
  );
  const shown = new Map(findings(worse, score(3)).map((one) => [one.statement, one.isShown]));
  expect(shown.get('text twice helps at 256')).toBe(false);
  expect(shown.get('text twice helps at 128')).toBe(true);
  expect(shown.get('resizing Stage-I to 256 does not raise its score')).toBe(false);
  expect(findings([], undefined)).toEqual([]);
});
