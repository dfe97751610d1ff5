import { expect, it } from 'vitest';
import { describeCost } from './training-cost.js';

const steps = { milliseconds: [1000, 2000, 3000], isWarm: true, isAdversarial: true, count: 3000 };
const measured = {
  ...{ steps: [steps], backend: 'ort' },
  ...{ batchSize: 64, images: 8855, peakMB: 1234 },
};

it('extrapolates from the mean of the steps', () => {
  // 32 images per second; 8,855 / 32 = 277 s per epoch.
  expect(describeCost(measured).split('\n')).toEqual([
    'speed  32 images/s (measured on 3 steps with ort; 21.3 to 64)',
    'memory 1,234 MB of RAM at the peak',
    'time   4.6 minutes per epoch of 8,855 images',
    '       100 minutes for the 3,000 steps of these options',
    '       46 hours for 600 epochs, as in the paper',
    '       (without loss networks, grids, snapshots and evaluations)',
  ]);
});

it('says what one step tells, however slow', () => {
  const slow = { ...steps, milliseconds: [200_000], isWarm: false };
  const lines = describeCost({ ...measured, steps: [slow] });
  expect(lines).toContain(
    '0.32 images/s (measured on 1 step with ort, before the speed settled)\n',
  );
  expect(lines).toContain('7.7 hours per epoch');
  expect(lines).toContain('192 days for 600 epochs');
});

it('adds up steps before the discriminator takes part and with it', () => {
  const alone = { ...steps, milliseconds: [500], isAdversarial: false, count: 1000 };
  const lines = describeCost({ ...measured, steps: [alone, steps] });
  expect(lines).toContain('speed  128 images/s before D (measured on 1 step');
  expect(lines).toContain('speed  32 images/s with D (measured on 3 steps');
  // 1,000 half seconds and 3,000 times two seconds.
  expect(lines).toContain('108 minutes for the 4,000 steps of these options');
  expect(lines).toContain('4.6 minutes per epoch');
});
