import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { registerOrtBackend } from '@stackgan/tfjs-backend-ort';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { lockFolder } from '../files/lock-folder.js';
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
import { differentFiles } from '../testing/different-files.js';
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

/** Expects that two runs hold the same, but for times, memory, and states before the last. */
const expectSame = async (run: string, other: string) =>
  expect(await differentFiles(run, other)).toEqual([]);

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

    await expectSame(split, whole);
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
      'health.jsonl',
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

  it('takes the state before one that is damaged, and names it', async () => {
    const folder = await temporaryFolder();
    const data = await tinyDataset(folder);
    const whole = await createRun(stage1Options(data), join(folder, 'runs'));
    await trainRun(whole, quietContext());
    const run = await createRun(stage1Options(data), join(folder, 'runs'));
    await trainRun(run, quietContext());
    const tensors = join(run, 'state-000004', 'tensors.safetensors');
    const bytes = await readFile(tensors);
    bytes[bytes.length >> 1]! ^= 1;
    await writeFile(tensors, bytes);
    await rm(join(run, 'snapshot-000004'), { recursive: true });

    const context = quietContext();
    await trainRun(run, context);
    expect(context.lines.join('\n')).toMatch(
      /state-000004 is damaged \(tensors\.safetensors has another checksum\); taking .*state-000002 instead/,
    );
    await expectSame(run, whole);

    await writeFile(join(run, 'state-000002', 'state.json'), '{}');
    await writeFile(join(run, 'state-000004', 'SHA256SUMS'), '');
    await expect(trainRun(run, quietContext())).rejects.toThrow(
      /state-000004 is damaged \(state\.json is not in SHA256SUMS\), and so is every state before it; delete them/,
    );
  });

  it('makes again what a killed process did not get to', async () => {
    const folder = await temporaryFolder();
    const data = await tinyDataset(folder);
    const options = stage1Options(data, { 'ticks.snapshots': 2 });
    const [whole, run, early] = [
      await createRun(options, join(folder, 'runs')),
      await createRun(options, join(folder, 'runs')),
      await createRun(options, join(folder, 'runs')),
    ];
    await trainRun(whole, quietContext());
    await trainRun(run, quietContext());
    // Killed as soon as the state existed.
    for (const name of ['snapshot-000004', 'report.html', 'fakes-000004.png'])
      await rm(join(run, name), { recursive: true });
    expect(await isFinished(run)).toBe(false);
    expect(await trainRun(run, quietContext())).toEqual({ step: 4, isFinished: true });
    await expectSame(run, whole);

    // Killed before the first state.
    await trainSteps(early, 1);
    await rm(join(early, 'state-000001'), { recursive: true });
    await writeFile(join(early, 'fakes-000002.png'), 'of the killed process');
    await trainRun(early, quietContext());
    await expectSame(early, whole);
  });

  it('does not remove snapshots of a run whose states are gone', async () => {
    const folder = await temporaryFolder();
    const data = await tinyDataset(folder);
    const run = await createRun(stage1Options(data), join(folder, 'runs'));
    await trainRun(run, quietContext());
    for (const { path } of await listNumbered(run, 'state')) await rm(path, { recursive: true });
    await expect(trainRun(run, quietContext())).rejects.toThrow(
      /has no state to resume from, but snapshots up to step 4; begin a new run with --from/,
    );
    expect(await isFinished(run)).toBe(true);
  });

  it('goes on in the middle of a tick as if there had been no stop', async () => {
    const folder = await temporaryFolder();
    const data = await tinyDataset(folder);
    const options = stage1Options(data, { 'ticks.statistics': 3, steps: 6 });
    const [whole, split] = [
      await createRun(options, join(folder, 'runs')),
      await createRun(options, join(folder, 'runs')),
    ];
    await trainRun(whole, quietContext());
    for (const step of [1, 3, 4]) {
      const context = quietContext({ isTTY: true });
      const { write } = context.console.output;
      context.console.output.write = (text: string) => {
        if (text.includes(`step ${step}/`)) context.stop();
        return write(text);
      };
      expect(await trainRun(split, context)).toEqual({ step, isFinished: false });
    }
    await trainRun(split, quietContext());
    await expectSame(split, whole);
  });

  it('refuses a data set that was made anew', async () => {
    const folder = await temporaryFolder();
    const data = await tinyDataset(folder, { count: 16 });
    const run = await createRun(stage1Options(data), join(folder, 'runs'));
    await trainSteps(run, 3);
    await rm(data, { recursive: true });
    await tinyDataset(folder, { count: 8 });
    await expect(trainRun(run, quietContext())).rejects.toThrow(
      /tiny \(6 training images, 2 held out, 16 captions\) is not the data set that .* began with \(its hash .*\); prepare it again/,
    );
  });

  it('does not train a run that another process trains', async () => {
    const folder = await temporaryFolder();
    const data = await tinyDataset(folder);
    const run = await createRun(stage1Options(data), join(folder, 'runs'));
    const unlock = await lockFolder(run);
    await expect(trainRun(run, quietContext())).rejects.toThrow(
      new RegExp(`process ${process.pid} on .* works in .*; wait until it ends or stop it`),
    );
    await unlock();
    await trainRun(run, quietContext());
    expect(await readdir(run)).not.toContain('lock.json');
  });

  it('goes back to the last good state with half the learning rate, a bounded number of times', async () => {
    const folder = await temporaryFolder();
    const data = await tinyDataset(folder);
    const options = stage1Options(data, { onNaN: 'rollback', 'optimizer.learningRate': 1e25 });
    const run = await createRun(options, join(folder, 'runs'));
    const context = quietContext();
    await expect(trainRun(run, context)).rejects.toThrow(/step \d+: .* is (NaN|-?Infinity)/);
    const text = context.lines.join('\n');
    expect(text).toMatch(/going back to the start with 1\/2 of the learning rate \(1 of 3 times\)/);
    expect(text).toMatch(/1\/8 of the learning rate \(3 of 3 times\)/);
    expect(text).not.toContain('1/16');
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
