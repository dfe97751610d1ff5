import { expect, it } from 'vitest';
import { resolveOptions } from '../profiles/resolve-options.js';
import type { RunView } from './run-view.js';
import { viewLines } from './view-lines.js';

const tickAt = (step: number) => ({
  ...{ step, kimg: (step * 16) / 1000, epoch: Math.floor(step / 40), seconds: step * 2 },
  ...{ imagesPerSecond: 8, learningRate: 0.0001953125, tensors: 1, memoryMB: 812 },
  losses: { 'discriminator.loss': 1 + step, 'generator.kl': 1 / 3 },
});

const newest = 1_700_000_000_000;
const view: RunView = {
  path: 'runs/00003-tiny-stage1',
  run: {
    ...{ format: 1, totalSteps: 1600 },
    dataset: { name: 'tiny', licence: 'CC0', attribution: 'nobody' },
    encoder: { name: 'tiny', hash: 'h', dimension: 4 },
    options: resolveOptions({ stage: 1, preset: 'quick-start', overrides: {} }),
  },
  ticks: [50, 100, 150, 200].map(tickAt),
  evaluations: [
    {
      ...{ step: 100, of: 'a', samples: 1, seed: 0, data: 'd', extractor: 'e' },
      measurements: [
        { name: 'FID', value: 12.345, better: 'lower', protocol: 'p' },
        { name: 'Diversity', value: 0.5, better: 'higher', protocol: 'p' },
      ],
    },
  ],
  log: ['0', '1', '2', '3', '4', 'left out: a\u001b[2J.png'],
  createdAt: newest - 400_000,
  lastTickAt: newest,
};
const after = (seconds: number, change: Partial<RunView> = {}, width = 90) =>
  viewLines({ ...view, ...change }, { width, now: newest + seconds * 1000 });

it('shows position, losses, metrics and the end of the log', () => {
  expect(after(3)).toEqual([
    'runs/00003-tiny-stage1: Stage-I, 64×64, tiny',
    '███░░░░░░░░░░░░░░░░░░░░░░░░░░░ 12 %   step 200 of 1,600   epoch 5   3.2 kimg',
    '8.0 images/s   6m 40s so far   46m 40s left   812 MB   learning rate 0.0001953',
    'last tick 3s ago',
    '',
    'discriminator.loss      201.0  ▁▃▆█',
    'generator.kl           0.3333  ▁▁▁▁',
    '',
    'step 100: FID 12.35   Diversity 0.5000',
    '',
    ...['1', '2', '3', '4', 'left out: a[2J.png'],
  ]);
});

it('says that training seems to have stopped, after ten minutes or ten ticks', () => {
  const stopped =
    ': training seems to have stopped; resume with stackgan train --resume runs/00003-tiny-stage1';
  const status = (seconds: number, change?: Partial<RunView>) => after(seconds, change, 200)[3];
  // A tick takes 100 seconds.
  expect(status(1000)).toBe('last tick 16m 40s ago');
  expect(status(1001)).toBe(`last tick 16m 41s ago${stopped}`);
  // Of a single tick too: 100 seconds; of fast ones, ten minutes count.
  expect(status(1001, { ticks: [tickAt(50)] })).toBe(`last tick 16m 41s ago${stopped}`);
  const fast = { ticks: [tickAt(1), tickAt(2)] };
  expect(status(600, fast)).toBe('last tick 10m 00s ago');
  expect(status(601, fast)).toBe(`last tick 10m 01s ago${stopped}`);
});

it('shows a run that is over, and one before its first tick', () => {
  const over = after(7200, { ticks: [...view.ticks, tickAt(1600)] });
  expect(over[1]).toMatch(/^█{30} 100 % {3}step 1,600 of 1,600/);
  expect(over[2]).toBe('8.0 images/s   53m 20s so far   812 MB   learning rate 0.0001953');
  expect(over[3]).toBe('finished 2h 00m ago');
  const begun = { ticks: [], evaluations: [], log: [], lastTickAt: undefined };
  expect(after(-340, begun)).toEqual([
    'runs/00003-tiny-stage1: Stage-I, 64×64, tiny',
    'no tick yet; created 1m 00s ago',
  ]);
});

it('keeps to the width, and gives the curve what is left', () => {
  const ticks = Array.from({ length: 300 }, (_, index) => tickAt(index + 1));
  for (const width of [0, 5, 20, 31, 32, 40, 79, 200]) {
    const lines = after(3, { ticks }, width);
    expect(Math.max(...lines.map((line) => [...line].length))).toBe(width);
    const curve = /[▁-█]*$/.exec(lines[5]!)![0];
    expect(curve.length).toBe(Math.max(0, width - 31));
  }
});
