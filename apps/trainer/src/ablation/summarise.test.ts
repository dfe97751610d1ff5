import { expect, it } from 'vitest';
import type { Measured } from './ablation-record.js';
import { summarise } from './summarise.js';

const measured = (value: number): Measured => ({
  measurements: [{ name: 'FID', value, deviation: 9, better: 'lower', protocol: '' }],
});

it('gives means and the deviation over seeds', () => {
  const [{ value, deviation } = { value: 0 }] = summarise([1, 2, 6].map(measured)).measurements;
  expect(value).toBe(3);
  // (4 + 1 + 9) / 2
  expect(deviation).toBeCloseTo(Math.sqrt(7), 12);
});

it('leaves one seed as it is, and has no mean where one seed has no number', () => {
  expect(summarise([measured(2)])).toEqual(measured(2));
  const fault = { measurements: [], fault: 'all alike' };
  expect(summarise([measured(2), fault])).toEqual(fault);
});
