import { expect, it } from 'vitest';
import { resolveOptions } from '../profiles/resolve-options.js';
import type { Tick } from '../shared/tick-statistics.js';
import { HealthMonitor, healthWarnings } from './health-monitor.js';
import type { HealthProbe } from '../run-directory/health-log.js';

const paper = (overrides: object) =>
  resolveOptions({ stage: 1, preset: 'paper', overrides: { data: 'data', ...overrides } });
const options = paper({});

const tick = (step: number, given: Partial<Tick> & { D?: number; KL?: number } = {}): Tick => ({
  ...{ step, kimg: step / 10, epoch: 0, seconds: step, imagesPerSecond: 80 },
  ...{ learningRate: 1e-3, tensors: 240, memoryMB: 1800 },
  losses: { 'discriminator.loss': given.D ?? 1.1, 'generator.kl': given.KL ?? 0.5 },
  ...given,
});
/** Twenty healthy ticks, then twenty-five others. */
const turning = (given: Parameters<typeof tick>[1]) =>
  Array.from({ length: 45 }, (_, index) => tick(index + 1, index < 20 ? {} : given));
const probe = (step: number, diversity: number, averageDistance = 0.1): HealthProbe => ({
  ...{ step, diversity, averageDistance },
});

it.each<[string, RegExp, readonly Tick[], readonly HealthProbe[]]>([
  [
    'a discriminator that wins',
    /^the discriminator wins: its loss was 0\.01/,
    turning({ D: 0.01 }),
    [],
  ],
  [
    'an exploding KL term',
    /^the KL term explodes: it was 56\.1 over 10 ticks/,
    turning({ KL: 80 }),
    [],
  ],
  ['a vanishing KL term', /^the KL term vanishes: it was 0\.00001 /, turning({ KL: 1e-5 }), []],
  [
    'falling speed',
    /^training slows down: 30 images\/s .*, 80 before/,
    turning({ imagesPerSecond: 30 }),
    [],
  ],
  [
    'growing memory',
    /^memory grows: 3000 MB now, 1800 MB at first/,
    turning({ memoryMB: 3000 }),
    [],
  ],
  [
    'tensors that stay',
    /^memory grows: 3 more tensors than at first/,
    turning({ tensors: 243 }),
    [],
  ],
  [
    'a collapse',
    /^the generator collapses: .* differ by 9 of 255 on average, once by 60/,
    [],
    [probe(0, 1), probe(10, 60), probe(20, 55), probe(30, 9)],
  ],
  [
    'an average that lags',
    /^the moving average is far .*: they differ by 0\.7 /,
    [],
    [probe(0, 1), probe(10, 60, 0.7)],
  ],
])('warns once of %s', (_, message, ticks, probes) => {
  const warnings = healthWarnings(options, ticks, probes);
  expect(warnings.map(({ text }) => text)).toEqual([expect.stringMatching(message)]);
});

it('is silent about healthy runs, and about what an option excludes', () => {
  const probes = [probe(0, 1), probe(10, 60), probe(20, 50), probe(30, 58)];
  expect(healthWarnings(options, turning({}), probes)).toEqual([]);
  expect(healthWarnings(paper({ 'loss.klWeight': 0 }), turning({ KL: 0 }), [])).toEqual([]);
});

it('does not take the discriminator, which joins late, for a slowdown or a leak', () => {
  const alone = {
    imagesPerSecond: 300,
    memoryMB: 1000,
    tensors: 200,
    losses: { 'generator.kl': 0.5 },
  };
  const ticks = Array.from({ length: 90 }, (_, index) => tick(index + 1, index < 45 ? alone : {}));
  expect(healthWarnings(options, ticks, [])).toEqual([]);
  const slow = [
    ...ticks,
    ...turning({ imagesPerSecond: 30 }).map((one) => tick(one.step + 90, { imagesPerSecond: 30 })),
  ];
  expect(healthWarnings(options, slow, [])).toEqual([
    expect.objectContaining({ text: expect.stringMatching(/^training slows down/) as string }),
  ]);
});

it('warns again after things were well', () => {
  const monitor = new HealthMonitor(options);
  const texts = [0.01, 1, 0.01].flatMap((D, phase) =>
    Array.from({ length: 12 }, (_, index) => monitor.addTick(tick(phase * 12 + index + 1, { D })))
      .flat()
      .map(({ step }) => step),
  );
  expect(texts).toEqual([10, 34]);
});
