import { expect, it } from 'vitest';
import { studentT95 } from './student.js';

it.each([
  // scipy.stats.t.ppf(0.975, freedom)
  [1, 12.706204736174694],
  [2, 4.302652729749462],
  [3, 3.1824463052837078],
  [4, 2.7764451051977934],
  [5, 2.5705818356363146],
  [10, 2.228138851986274],
  [29, 2.045229642132703],
  [30, 2.0422724563012378],
])('%i degrees of freedom: %f', (freedom, expected) => {
  expect(studentT95(freedom)).toBeCloseTo(expected, 9);
});
