import { join } from 'node:path';
import { registerOrtBackend } from '@stackgan/tfjs-backend-ort';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { resolveOptions } from '../profiles/resolve-options.js';
import { readTicks } from '../run-directory/run-log.js';
import { loadTrainingState } from '../run-directory/training-state.js';
import { differentFiles } from '../testing/different-files.js';
import { quietContext, temporaryFolder, tinyDataset, tinyOptions } from '../testing/tiny.js';
import { createRun } from './create-run.js';
import { trainRun } from './train-run.js';

beforeAll(() => registerOrtBackend({ threads: 1 }));

/** Trains a stage on a tiny data set of its own, by seed 0; returns the run. */
async function train(stage: 1 | 2, steps: number, more: object = {}): Promise<string> {
  const folder = await temporaryFolder();
  const data = await tinyDataset(folder);
  const ticks = { 'ticks.states': steps, 'ticks.grids': steps, 'preview.captions': 1 };
  const overrides = { data, ...tinyOptions[`stage${stage}`], ...ticks, steps, ...more };
  const options = resolveOptions({ stage, preset: 'quick-start', overrides });
  const run = await createRun(options, join(folder, 'runs'));
  await trainRun(run, quietContext());
  return run;
}

describe('two trainings by one seed', () => {
  it.each(['cpu', 'ort'])('have the same bits in both stages, on %s', async (backend) => {
    await tf.setBackend(backend);
    const [one, other] = [await train(1, 2), await train(1, 2)];
    expect(await differentFiles(one, other)).toEqual([]);
    const above = () => train(2, 2, { stage1: one });
    expect(await differentFiles(await above(), await above())).toEqual([]);
  });

  it('differ little between two backends, after ten steps', async () => {
    const stage1 = await train(1, 1);
    const onBoth = async (stage: 1 | 2, more: object) => {
      const runs: string[] = [];
      for (const backend of ['cpu', 'ort']) {
        await tf.setBackend(backend);
        runs.push(await train(stage, 10, more));
      }
      return { loss: await farthestLoss(runs), weight: await farthestWeight(runs) };
    };
    const first = await onBoth(1, {});
    expect(Math.max(first.loss, first.weight)).toBeLessThan(1e-5);
    // Adam makes a full step of a gradient near 0 whose sign differs.
    const second = await onBoth(2, { stage1 });
    expect(Math.max(second.loss, second.weight)).toBeLessThan(1e-2);
  });
});

/** The largest difference of a loss, relative to its size or 1, in any tick. */
async function farthestLoss(runs: readonly string[]): Promise<number> {
  const [one, other] = await Promise.all(runs.map(readTicks));
  const differences = one!.flatMap(({ losses }, tick) =>
    Object.entries(losses).map(([name, value]) => {
      const there = other![tick]!.losses[name]!;
      return Math.abs(value - there) / Math.max(1, Math.abs(value));
    }),
  );
  return Math.max(...differences);
}

/** The largest difference of a weight or moving average. */
async function farthestWeight(runs: readonly string[]): Promise<number> {
  const [one, other] = await Promise.all(runs.map((run) => loadTrainingState(run)));
  let farthest = 0;
  for (const [name, { data }] of Object.entries(one!.tensors)) {
    if (name.startsWith('optimizer')) continue;
    const there = other!.tensors[name]!.data;
    for (let i = 0; i < data.length; i++)
      farthest = Math.max(farthest, Math.abs(Number(data[i]) - Number(there[i])));
  }
  return farthest;
}
