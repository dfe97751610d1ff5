import { expect, it } from 'vitest';
import type { Found } from './find-contestants.js';
import type { Race } from './race.js';
import { report, summaries } from './report.js';
import { tasks } from './tasks.js';

const found: Found[] = [
  { name: 'ours', version: 'onnxruntime-node 1', command: [] },
  { name: 'PyTorch, tuned', version: 'PyTorch 2', command: [] },
  { name: 'PyTorch, bfloat16', version: 'PyTorch 2', command: [], precision: 'bfloat16' },
  { name: 'tfjs-node', missing: 'not installed' },
];

/** A race with these rates in units per second; a contestant with rate 0 failed. */
function race(task: (typeof tasks)[number], gflop: number, rates: readonly number[]): Race {
  const units = task.kind === 'gemm' ? 1 : task.sizes.batch;
  const named = rates.map((rate, i) => ({ name: found[i]!.name, rate }));
  return {
    ...{ task, gflop },
    results: named
      .filter(({ rate }) => rate > 0)
      .map(({ name, rate }) => ({
        ...{ name, peakMB: 512, milliseconds: (1000 * units) / rate },
        rate: { min: rate - 1, median: rate, max: rate + 1 },
      })),
    failed: named.filter(({ rate }) => rate === 0).map(({ name }) => name),
  };
}

const [gemm, first, second] = tasks as [
  (typeof tasks)[number],
  (typeof tasks)[number],
  (typeof tasks)[number],
];
const races = [
  race(gemm, 16, [10, 12.5, 50]),
  race(first, 16, [160, 80, 200]),
  race(second, 160, [0, 8, 16]),
];

it('the report says which contestants are faster than ours, and which are absent', () => {
  const text = report(races, found, 2);
  expect(text).toContain('onnxruntime-node 1; PyTorch 2.\n');
  expect(text).toContain('Absent: tfjs-node (not installed).');
  expect(text).toContain('- “PyTorch, tuned” is faster than ours at: Gemm 2048 (0.80).');
  expect(text).toContain(
    `- “PyTorch, bfloat16” is faster than ours at: Gemm 2048 (0.20), ${first.name} (0.80).`,
  );
});

it('the report compares with the peak of the same precision, and with ours unless that failed', () => {
  const rows = report(races, found, 2)
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(2)
    .map((line) => line.split('|').map((cell) => cell.trim()));
  const shown = rows.map(([, task, by, , ratio, gflops, share]) => [
    ...[task, by, ratio, gflops, share],
  ]);
  expect(shown).toEqual([
    ['Gemm 2048', 'ours', '', '160', '80 %'],
    ['', 'PyTorch, tuned', '0.80', '200', '100 %'],
    ['', 'PyTorch, bfloat16', '0.20', '800', '100 %'],
    [first.name, 'ours', '', '160', '80 %'],
    ['', 'PyTorch, tuned', '2.00', '80', '40 %'],
    ['', 'PyTorch, bfloat16', '0.80', '200', '25 %'],
    [second.name, 'PyTorch, tuned', '', '80', '40 %'],
    ['', 'PyTorch, bfloat16', '', '160', '20 %'],
    ['', 'ours', '', '', ''],
  ]);
  expect(summaries(races)[1]).toEqual({
    task: first.name,
    rates: { ours: 160, 'PyTorch, tuned': 80, 'PyTorch, bfloat16': 200 },
    ratios: { 'PyTorch, tuned': 2, 'PyTorch, bfloat16': 0.8 },
  });
});
