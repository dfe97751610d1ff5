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

/** Trains a Stage-I, and a Stage-II on it, by the same seed; returns both runs. */
async function trainBoth(folder: string, steps: number): Promise<[stage1: string, stage2: string]> {
  const data = await tinyDataset(folder);
  const train = async (stage: 1 | 2, more: object) => {
    const ticks = { 'ticks.states': steps, 'ticks.grids': steps, 'preview.captions': 1 };
    const overrides = { data, ...tinyOptions[`stage${stage}`], ...ticks, steps, ...more };
    const options = resolveOptions({ stage, preset: 'quick-start', overrides });
    const run = await createRun(options, join(folder, 'runs'));
    await trainRun(run, quietContext());
    return run;
  };
  const stage1 = await train(1, {});
  return [stage1, await train(2, { stage1 })];
}

describe('two trainings by one seed', () => {
  it.each(['cpu', 'ort'])('have the same bits in both stages, on %s', async (backend) => {
    await tf.setBackend(backend);
    const [one, other] = [
      await trainBoth(await temporaryFolder(), 2),
      await trainBoth(await temporaryFolder(), 2),
    ];
    for (const stage of [0, 1] as const)
      expect(await differentFiles(one[stage], other[stage])).toEqual([]);
  });

  it('differ little on two backends, after ten steps', async () => {
    const results = [];
    for (const backend of ['cpu', 'ort']) {
      await tf.setBackend(backend);
      const runs = await trainBoth(await temporaryFolder(), 10);
      results.push(
        await Promise.all(
          runs.map(async (run) => ({
            losses: (await readTicks(run)).map(({ losses }) => losses),
            tensors: (await loadTrainingState(run))!.tensors,
          })),
        ),
      );
    }
    for (const stage of [0, 1] as const) {
      const [one, other] = results.map((result) => result[stage]!) as [Result, Result];
      console.log(stage, farthest(one, other));
    }
  });
});

interface Result {
  losses: Readonly<Record<string, number>>[];
  tensors: Awaited<ReturnType<typeof loadTrainingState>> extends infer State | undefined
    ? State extends { tensors: infer Tensors }
      ? Tensors
      : never
    : never;
}

function farthest(one: Result, other: Result) {
  let loss = 0;
  for (const [tick, losses] of one.losses.entries())
    for (const [name, value] of Object.entries(losses))
      loss = Math.max(loss, Math.abs(value - other.losses[tick]![name]!));
  let weight = 0;
  const sums: number[] = [];
  for (const [name, { data }] of Object.entries(one.tensors)) {
    if (name.startsWith('optimizer')) continue;
    const there = other.tensors[name]!.data;
    for (let i = 0; i < data.length; i++) {
      const d = Math.abs(Number(data[i]) - Number(there[i]));
      weight = Math.max(weight, d);
      sums.push(d);
    }
  }
  return { loss, weight, mean: sums.reduce((a, b) => a + b, 0) / sums.length };
}
