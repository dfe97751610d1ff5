import { expect, it } from 'vitest';
import { sparkline } from './sparkline.js';

it('draws from the smallest to the largest value', () => {
  expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7], 20)).toBe('▁▂▃▄▅▆▇█');
  expect(sparkline([-3, 11, 4], 20)).toBe('▁█▅');
  expect(sparkline([2, 2], 20)).toBe('▁▁');
});

it('averages groups, each value once', () => {
  expect(sparkline([0, 2, 8, 8, 15, 15], 3)).toBe('▁▅█');
  // Groups of 3, 3 and 4: means 0, 0 and 7, of which a lost value would change the last.
  expect(sparkline([0, 0, 0, 0, 0, 0, 0, 0, 0, 28], 3)).toBe('▁▁█');
  expect(sparkline([1, 2, 3], 0)).toBe('');
  expect(sparkline([], 5)).toBe('');
});

it('leaves gaps where no value of a group is finite', () => {
  expect(sparkline([0, NaN, Infinity, 7], 4)).toBe('▁  █');
  expect(sparkline([0, NaN, Infinity, 7], 2)).toBe('▁█');
  expect(sparkline([NaN], 4)).toBe(' ');
});
