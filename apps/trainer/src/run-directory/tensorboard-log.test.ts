import { readdir, readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { eventFileStart, eventRecord, eventSessionStart, joinBytes } from '@stackgan/formats';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { resolveOptions } from '../profiles/resolve-options.js';
import { quietContext, temporaryFolder, tinyDataset, tinyOptions } from '../testing/tiny.js';
import { trainSteps } from '../testing/train-steps.js';
import { createRun } from '../training/create-run.js';
import { trainRun } from '../training/train-run.js';
import { appendEvaluation } from './metrics-log.js';
import { readTicks } from './run-log.js';
import { beginEvents } from './tensorboard-log.js';

const wallTime = 1700000000.5;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: wallTime * 1000 });
});
afterEach(() => {
  vi.useRealTimers();
});

const fileNames = async (run: string) =>
  (await readdir(run)).filter((name) => name.startsWith('events.')).sort();

const evaluationAt = (step: number) => ({
  ...{ step, of: 'a', samples: 1, seed: 0, data: 'd', extractor: 'e' },
  measurements: [{ name: 'FID', value: 12, better: 'lower' as const, protocol: 'p' }],
});

async function newRun(): Promise<string> {
  const folder = await temporaryFolder();
  const data = await tinyDataset(folder);
  const overrides = { data, ...tinyOptions.stage1 };
  const options = resolveOptions({ stage: 1, preset: 'quick-start', overrides });
  return createRun(options, join(folder, 'runs'));
}

it('writes what the run directory holds, and goes on after a resume without a step twice', async () => {
  await tf.setBackend('cpu');
  const run = await newRun();
  await trainSteps(run, 3, { tensorboard: true });
  const name = (seconds: number) => `events.out.tfevents.${seconds}.${hostname()}`;
  expect(await fileNames(run)).toEqual([name(1700000000)]);
  const before = await readTicks(run);

  const image = async (file: string, tag: string, step: number) =>
    eventRecord({ wallTime, step }, { images: { [tag]: await readFile(join(run, file)) } });
  const tick = ({ step, losses, ...rest }: (typeof before)[number]) => {
    const named = Object.entries(losses).map(([key, value]) => [key.replace('.', '/'), value]);
    const training = {
      'training/learningRate': rest.learningRate,
      'training/imagesPerSecond': rest.imagesPerSecond,
      'training/memoryMB': rest.memoryMB,
    };
    return eventRecord(
      { wallTime, step },
      { scalars: { ...Object.fromEntries(named), ...training } },
    );
  };
  expect(Object.keys(before[0]!.losses)).toContain('generator.loss');
  const first = [
    eventFileStart(wallTime),
    eventSessionStart({ wallTime, step: 0 }),
    await image('reals.png', 'images/real', 0),
    await image('fakes-000000.png', 'images/generated', 0),
    tick(before[0]!),
    tick(before[1]!),
    await image('fakes-000002.png', 'images/generated', 2),
    tick(before[2]!),
  ];
  const bytesOf = async (file: string) => new Uint8Array(await readFile(join(run, file)));
  expect(await bytesOf(name(1700000000))).toEqual(joinBytes(first));

  // Within the same second, and without the flag.
  await trainRun(run, quietContext());
  await appendEvaluation(run, evaluationAt(4));
  expect(await fileNames(run)).toEqual([name(1700000000), name(1700000001)]);
  const last = (await readTicks(run)).at(-1)!;
  expect(last.step).toBe(4);
  const second = [
    eventFileStart(wallTime),
    eventSessionStart({ wallTime, step: 4 }),
    tick(last),
    await image('fakes-000004.png', 'images/generated', 4),
    eventRecord({ wallTime, step: 4 }, { scalars: { 'metrics/FID': 12 } }),
  ];
  expect(await bytesOf(name(1700000001))).toEqual(joinBytes(second));
});

it('writes nothing unless asked', async () => {
  const run = await temporaryFolder();
  await beginEvents(run, { step: 2, isAsked: false });
  await appendEvaluation(run, evaluationAt(4));
  expect(await fileNames(run)).toEqual([]);
});
