import { expect, it } from 'vitest';
import { stackganPresets } from '../presets/find-preset.js';
import { requireNoAdditions } from './additions.js';
import { rowOptions } from './row-options.js';
import { type AblationRow, additions, baseOf, rowOf } from './rows.js';

const options = (row: AblationRow, preset = 'paper-small', steps?: readonly [number, number]) =>
  rowOptions(
    row,
    { data: 'd', preset, steps1: steps?.[0], steps2: steps?.[1] },
    { seed: 1, stage1: 'run', trainExamples: 1000, overrides: {} },
  );

it('halves the learning rate as often in every row, and has a snapshot at each quarter', () => {
  const lengths = [
    ['stage1-64-ca', 4000],
    ['stage1-256-ca', 5200],
    ['stackgan-256-ca-twice', 1200],
  ] as const;
  for (const [id, steps] of lengths) {
    const { schedule, ticks, ...row } = options(rowOf(id), 'paper-small', [4000, 1200]);
    expect(row.steps).toBe(steps);
    expect(schedule).toEqual({
      ...{ halveEverySteps: Math.ceil(steps / 6), halveEveryEpochs: 0, adversarialFrom: 0 },
    });
    expect(ticks.snapshots).toBe(steps / 4);
  }
  // The preset `paper` counts epochs: 1,000 images are 15.6 batches.
  const { schedule, epochs, ticks } = options(rowOf('stage1-256-ca'), 'paper');
  expect({ epochs, schedule }).toEqual({
    epochs: 1200,
    schedule: { halveEverySteps: 0, halveEveryEpochs: 200, adversarialFrom: 0 },
  });
  expect(ticks.snapshots).toBe((1200 * 1000) / 64 / 4 + 0.5);
  // Half of the length of `quick-start`, half of its steps before D.
  const of = (lengths?: readonly [number, number]) =>
    options(rowOf('stackgan-256-ca-twice'), 'quick-start', lengths);
  const { steps, schedule: whole } = of();
  expect(whole.adversarialFrom).toBeGreaterThan(0);
  const { adversarialFrom } = of([100, steps / 2]).schedule;
  expect(adversarialFrom).toBe(whole.adversarialFrom / 2);
});

it('gives both networks of 256×256 a discriminator of the same width', () => {
  const widths = (id: string) => {
    const { gf, df } = options(rowOf(id)).network;
    return [gf, df];
  };
  expect(widths('stage1-64-ca')).toEqual([32, 16]);
  expect(widths('stage1-256-no-ca')).toEqual([32, 8]);
  expect(widths('stackgan-256-no-ca-twice')).toEqual([32, 8]);
});

it('adds losses to both stages, the prior to the first, the shortcut to the second, and nothing else', () => {
  const [plain, ...added] = additions;
  const flat = (row: AblationRow): Record<string, unknown> => {
    const { loss, network } = options(row);
    return { ...loss, ...network };
  };
  const differing = (row: AblationRow, other: AblationRow) => {
    const before = flat(other);
    return Object.fromEntries(
      Object.entries(flat(row)).filter(([name, value]) => before[name] !== value),
    );
  };
  expect(added.map((row) => differing(row, plain!))).toEqual([
    { shortcut: true },
    { matchingWeight: 2 },
    { attributeWeight: 3 },
    { attributeWeight: 3 },
    { reconstructionWeight: 50 },
    { shortcut: true, matchingWeight: 2, attributeWeight: 3, reconstructionWeight: 50 },
  ]);
  const bases = added.map((row) => baseOf(row)!);
  expect(bases.map(({ id }) => id)).toEqual([
    'stage1-64-ca',
    ...['matching', 'attributes', 'prior', 'reconstruction', 'all'].map(
      (name) => `stage1-64-ca-${name}`,
    ),
  ]);
  expect(bases.map((row) => differing(row, baseOf(plain!)!))).toEqual([
    {},
    { matchingWeight: 2 },
    { attributeWeight: 3 },
    { attributeWeight: 3, attributePrior: true },
    { reconstructionWeight: 3 },
    { matchingWeight: 2, attributeWeight: 3, reconstructionWeight: 3, attributePrior: true },
  ]);
});

it('compares additions with presets that have none', () => {
  const names = [...new Set(stackganPresets.map(({ name }) => name))];
  const isBare = (name: string) => {
    try {
      requireNoAdditions(name);
      return true;
    } catch (error) {
      expect(String(error)).toContain(`${name} has loss.attributeWeight`);
      return false;
    }
  };
  expect(names.filter(isBare)).toEqual(['paper', 'paper-small']);
});
