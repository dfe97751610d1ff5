import { describe, expect, it } from 'vitest';
import { resolveOptions } from '../profiles/resolve-options.js';
import { scheduledLearningRate } from './learning-rate.js';
import { Console, duration, progressText } from '../shared/progress-line.js';
import { TickStatistics, type UnfinishedTick } from '../shared/tick-statistics.js';
import { totalSteps } from './total-steps.js';

describe('scheduledLearningRate', () => {
  const rate = (step: number, epoch: number, halveEverySteps: number, halveEveryEpochs: number) =>
    scheduledLearningRate({
      base: 8,
      step,
      epoch,
      schedule: { halveEverySteps, halveEveryEpochs },
    });
  it('halves at every multiple, not before, and never for 0', () => {
    expect([rate(99, 0, 100, 0), rate(100, 0, 100, 0), rate(350, 0, 100, 0)]).toEqual([8, 4, 1]);
    expect([rate(9999, 99, 0, 100), rate(9999, 200, 0, 100)]).toEqual([8, 2]);
    expect(rate(1e6, 1e3, 0, 0)).toBe(8);
  });
});

describe('totalSteps', () => {
  const steps = (overrides: object) =>
    totalSteps(
      resolveOptions({ stage: 1, preset: 'quick-start', overrides: { ...overrides } }),
      100,
    );
  it('is the lower of both limits', () => {
    expect(steps({ steps: 7, epochs: 0 })).toBe(7);
    expect(steps({ steps: 0, epochs: 2, 'batch.size': 16 })).toBe(13);
    expect(steps({ steps: 12, epochs: 2, 'batch.size': 16 })).toBe(12);
  });
});

describe('TickStatistics', () => {
  it('averages since the last tick', () => {
    const statistics = new TickStatistics();
    statistics.add({ loss: 1 });
    statistics.add({ loss: 2 });
    expect(statistics.means()).toEqual({ loss: 1.5 });
    expect(statistics.speed(2, 4, 8)).toBe(4);
    statistics.next(2, 4);
    statistics.add({ loss: 5 });
    expect(statistics.means()).toEqual({ loss: 5 });
    expect(statistics.speed(3, 6, 8)).toBe(4);
  });

  it('goes on with an unfinished tick', () => {
    const statistics = new TickStatistics();
    statistics.next(10, 5);
    statistics.add({ loss: 1 });
    const text = JSON.stringify(statistics.unfinished());
    const resumed = new TickStatistics(JSON.parse(text) as UnfinishedTick);
    for (const each of [statistics, resumed]) each.add({ loss: 2 });
    expect(resumed.means()).toEqual(statistics.means());
    expect(resumed.speed(12, 7, 8)).toBe(8);
  });
});

const tick = {
  step: 50,
  kimg: 0.8,
  epoch: 0,
  seconds: 10,
  imagesPerSecond: 80,
  learningRate: 2e-4,
  losses: { 'discriminator.loss': 1.25, 'generator.adversarial': 2, 'generator.kl': 0.03 },
  tensors: 154,
  memoryMB: 640,
};

describe('progress', () => {
  it('says all in one line', () => {
    expect(progressText(tick, 200)).toBe(
      'step 50/200  0.8 kimg  80.0 images/s  30s left  D 1.250  G 2.000  KL 0.030  154 tensors  640 MB',
    );
    const { 'generator.kl': kl } = tick.losses;
    expect(progressText({ ...tick, losses: { 'generator.kl': kl } }, 200)).toContain(
      '30s left  KL 0.030  154 tensors',
    );
    expect([59, 75, 3700].map(duration)).toEqual(['59s', '1m 15s', '1h 01m']);
  });

  it('rewrites one line on a terminal and writes whole lines elsewhere', () => {
    const written: string[] = [];
    const terminal = new Console({ isTTY: true, columns: 8, write: (text) => written.push(text) });
    terminal.progress('one and more', { isTick: true });
    terminal.progress('two', { isTick: false });
    terminal.line('said');
    terminal.end();
    expect(written).toEqual(['one and', '\r\u001b[2Ktwo', '\r\u001b[2Ksaid\n']);

    const piped: string[] = [];
    const pipe = new Console({ write: (text) => piped.push(text) });
    pipe.progress('not a tick', { isTick: false });
    pipe.progress('a tick', { isTick: true });
    expect(piped).toEqual(['a tick\n']);
  });
});
