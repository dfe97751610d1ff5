import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { registerOrtBackend } from '@stackgan/tfjs-backend-ort';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { resolveOptions } from '../profiles/resolve-options.js';
import { listNumbered } from '../run-directory/run-directory.js';
import { readTicks } from '../run-directory/run-log.js';
import { drawCaption } from '../sampling/draw-caption.js';
import { openStackGAN } from '../sampling/open-stackgan.js';
import {
  quietContext,
  temporaryFolder,
  tinyDataset,
  tinyEncoder,
  tinyOptions,
} from '../testing/tiny.js';
import { trainSteps } from '../testing/train-steps.js';
import { createRun } from './create-run.js';
import { isFinished, trainRun } from './train-run.js';

beforeAll(() => registerOrtBackend({ threads: 1 }));
beforeEach(() => tf.setBackend('cpu'));

const stage1Options = (data: string, overrides = {}) =>
  resolveOptions({
    stage: 1,
    preset: 'quick-start',
    overrides: { data, ...tinyOptions.stage1, ...overrides },
  });

describe('trainRun', () => {
  // On ort the whole run replays its traced step, the stopped one records it anew.
  it.each(['cpu', 'ort'])('goes on after a stop as if there had been none, on %s', async (name) => {
    await tf.setBackend(name);
    const folder = await temporaryFolder();
    const data = await tinyDataset(folder);
    const whole = await createRun(stage1Options(data), join(folder, 'runs'));
    const split = await createRun(stage1Options(data), join(folder, 'runs'));

    expect(await trainRun(whole, quietContext())).toEqual({ step: 4, isFinished: true });
    expect(await trainSteps(split, 1)).toEqual({ step: 1, isFinished: false });
    expect(await isFinished(split)).toBe(false);
    expect(await trainSteps(split, 2)).toEqual({ step: 3, isFinished: false });
    expect(await trainRun(split, quietContext())).toEqual({ step: 4, isFinished: true });
    expect(await isFinished(split)).toBe(true);

    for (const file of [
      'state-000004/tensors.safetensors',
      'snapshot-000004/generator-average/weights.bin',
      'fakes-000004.png',
    ]) {
      const [one, other] = [await readFile(join(whole, file)), await readFile(join(split, file))];
      expect(one.equals(other), file).toBe(true);
    }
    const losses = async (run: string) => (await readTicks(run)).map((tick) => tick.losses);
    expect(await losses(split)).toEqual(await losses(whole));
  });

  it('writes the run directory, keeps two states and no tensor', async () => {
    const folder = await temporaryFolder();
    const data = await tinyDataset(folder);
    const options = stage1Options(data, {
      steps: 6,
      'ticks.grids': 3,
      'augmentation.saturation': [0.8, 1.2],
    });
    const run = await createRun(options, join(folder, 'runs'));
    const tensors = tf.memory().numTensors;
    await trainRun(run, quietContext());
    expect(tf.memory().numTensors).toBe(tensors);

    expect((await readdir(run)).sort()).toEqual([
      'fakes-000000.png',
      'fakes-000003.png',
      'fakes-000006.png',
      'log.txt',
      'options.json',
      'reals.png',
      'report.html',
      'snapshot-000004',
      'snapshot-000006',
      'state-000004',
      'state-000006',
      'stats.jsonl',
    ]);
    const ticks = await readTicks(run);
    expect(ticks.map(({ step, kimg }) => [step, kimg])).toEqual(
      [1, 2, 3, 4, 5, 6].map((step) => [step, step * 0.002]),
    );
    expect(new Set(ticks.map(({ tensors }) => tensors)).size).toBe(1);
    expect(Object.keys(ticks[0]?.losses ?? {})).toEqual([
      'discriminator.loss',
      'discriminator.matched',
      'discriminator.mismatched',
      'discriminator.generated',
      'generator.loss',
      'generator.adversarial',
      'generator.kl',
    ]);
  });

  it('writes the report with each grid', async () => {
    const folder = await temporaryFolder();
    const data = await tinyDataset(folder);
    const run = await createRun(stage1Options(data), join(folder, 'runs'));
    // It stops at a step with a grid and a state, but without a snapshot.
    await trainSteps(run, 2);
    expect(await listNumbered(run, 'snapshot')).toEqual([]);
    const report = await readFile(join(run, 'report.html'), 'utf8');
    expect(report).toContain('images at step 2 ');
  });

  it('trains Stage-II on a Stage-I snapshot and draws with both', async () => {
    const folder = await temporaryFolder();
    const data = await tinyDataset(folder);
    const outdir = join(folder, 'runs');
    const stage1 = await createRun(stage1Options(data, { steps: 1 }), outdir);
    await trainRun(stage1, quietContext());
    const stage2Options = resolveOptions({
      stage: 2,
      preset: 'quick-start',
      overrides: { data, stage1, ...tinyOptions.stage2 },
    });
    const stage2 = await createRun(stage2Options, outdir);

    // The run has its own copy of Stage-I and its snapshots too.
    const before = await openStackGAN(stage1, tinyEncoder);
    const [small] = await drawCaption(before, 'a cat', { seed: 3, meanOnly: false });
    await rm(stage1, { recursive: true });
    await trainRun(stage2, quietContext());
    const opened = await openStackGAN(stage2, tinyEncoder);
    const [low, high] = await drawCaption(opened, 'a cat', { seed: 3, meanOnly: false });
    expect(low).toEqual(small);
    expect(high?.size).toBe(128);
  });

  it('says what to do about a damaged state', async () => {
    const folder = await temporaryFolder();
    const data = await tinyDataset(folder);
    const run = await createRun(stage1Options(data), join(folder, 'runs'));
    await trainSteps(run, 2);
    const [state] = await listNumbered(run, 'state');
    const position = join(state?.path ?? '', 'state.json');
    const text = await readFile(position, 'utf8');
    await writeFile(position, text.replace(/"epoch": \d+/, '"epoch": null'));
    await expect(trainRun(run, quietContext())).rejects.toThrow(
      /state-000002 is damaged \(state\.json: data\.epoch is null; .*\); delete it to go on/,
    );
    await writeFile(position, text);
    await writeFile(join(state?.path ?? '', 'tensors.safetensors'), 'cut off');
    await expect(trainRun(run, quietContext())).rejects.toThrow(
      /state-000002 is damaged .*; delete it to go on from the state before/,
    );
  });

  it('refuses data of another encoder, and names both', async () => {
    const folder = await temporaryFolder();
    const data = await tinyDataset(folder);
    const run = await createRun(stage1Options(data), join(folder, 'runs'));
    await rm(data, { recursive: true });
    const other = {
      ...tinyEncoder,
      name: 'wide',
      hash: 'wide-hash',
      dimension: 5,
      embed: (captions: string[]) => Promise.resolve(new Float32Array(captions.length * 5)),
    };
    await tinyDataset(folder, { encoder: other });
    await expect(trainRun(run, quietContext())).rejects.toThrow(
      'was trained on 4-d text of encoder tiny, but got 5-d text of encoder wide',
    );
  });
});
