import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readSafetensors } from '@stackgan/formats';
import { registerOrtBackend } from '@stackgan/tfjs-backend-ort';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { resolveOptions } from '../profiles/resolve-options.js';
import { readTicks } from '../run-directory/run-log.js';
import { quietContext, temporaryFolder, tinyDataset, tinyOptions } from '../testing/tiny.js';
import { createRun } from './create-run.js';
import { trainRun } from './train-run.js';

beforeAll(async () => {
  registerOrtBackend({ threads: 1 });
  await tf.setBackend('ort');
});

const optionsOf = (data: string, own: object) =>
  resolveOptions({
    ...{ stage: 1, preset: 'quick-start' },
    overrides: { data, ...tinyOptions.stage1, ...own },
  });

it('trains G alone, then both', async () => {
  const folder = await temporaryFolder();
  const options = optionsOf(await tinyDataset(folder), {
    ...{ steps: 3, keep: 3, 'ticks.states': 1, 'ticks.statistics': 9, 'ticks.grids': 9 },
    ...{ 'loss.reconstructionWeight': 10, 'schedule.adversarialFrom': 2 },
  });
  const run = await createRun(options, join(folder, 'runs'));
  await trainRun(run, quietContext());

  // A tick ends where D joins, so that no mean has steps of both kinds.
  const losses = (await readTicks(run)).map((tick) => [tick.step, ...Object.keys(tick.losses)]);
  expect(losses).toEqual([
    [2, 'generator.loss', 'generator.kl', 'generator.reconstruction'],
    [
      3,
      ...['loss', 'matched', 'mismatched', 'generated'].map((name) => `discriminator.${name}`),
      ...['loss', 'adversarial', 'kl', 'reconstruction'].map((name) => `generator.${name}`),
    ],
  ]);
  const weights = async (network: string, step: number) => {
    const file = join(run, `state-00000${step}`, 'tensors.safetensors');
    const { tensors } = readSafetensors(await readFile(file));
    const own = Object.entries(tensors).filter(([name]) => name.startsWith(`${network}/`));
    expect(own.length).toBeGreaterThan(0);
    return own;
  };
  for (const network of ['discriminator', 'optimizer-discriminator']) {
    expect(await weights(network, 2)).toEqual(await weights(network, 1));
    expect(await weights(network, 3)).not.toEqual(await weights(network, 2));
  }
  for (const step of [1, 2]) {
    expect(await weights('generator', step + 1)).not.toEqual(await weights('generator', step));
  }
});

it('needs something that G can learn from alone', () => {
  const own = { 'loss.reconstructionWeight': 0, 'schedule.adversarialFrom': 100 };
  expect(() => optionsOf('data', own)).toThrow(
    /schedule\.adversarialFrom is 100, .* loss\.reconstructionWeight 0, .* set that weight/,
  );
});
