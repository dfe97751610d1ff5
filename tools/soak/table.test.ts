import { expect, it } from 'vitest';
import { soakTable } from './table.js';

it('compares the first and the last tenth, after warming up', () => {
  const ticks = Array.from({ length: 60 }, (_, index) => ({
    ...{
      step: (index + 1) * 50,
      kimg: 0,
      epoch: 0,
      seconds: (index + 1) * 5,
      learningRate: 1,
      losses: {},
    },
    ...{ imagesPerSecond: index < 10 ? 5 : index < 55 ? 100 : 95, tensors: 240 },
    memoryMB: index < 10 ? 300 : 2000,
  }));
  const table = soakTable(ticks, {
    ...{ states: 3, machine: 'a machine' },
    saving: { seconds: 0.25, every: 500 },
  });
  expect(table).toContain('5 minutes of Stage-I of quick-start, 3,000 steps; all 3 states');
  expect(table).toContain('takes 0.25 s, 0.5 % of the time between two');
  expect(table).toContain('| memory, MB | 2000 | 2000 | 0.0 % |');
  expect(table).toContain('| tensors | 240 | 240 | 0.0 % |');
  expect(table).toContain('| images per second | 100 | 95 | -5.0 % |');
});
