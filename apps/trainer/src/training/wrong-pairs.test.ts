import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { HostBatch } from '@stackgan/data';
import { SeededRandom } from '@stackgan/random';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { dryRun } from '../commands/dry-run.js';
import type { OptionOverrides } from '../options/apply-overrides.js';
import type { TrainOptions } from '../options/train-options.js';
import { resolveOptions } from '../profiles/resolve-options.js';
import { findPreset } from '../presets/find-preset.js';
import { quietContext, temporaryFolder, tinyDataset, tinyOptions } from '../testing/tiny.js';
import { createRun } from './create-run.js';
import { createStage } from './create-stage.js';
import { disposeStage } from './dispose-stage.js';
import { trainRun } from './train-run.js';

beforeAll(() => tf.setBackend('cpu'));

const optionsOf = (data: string, more: OptionOverrides = {}) =>
  resolveOptions({
    ...{ stage: 1, preset: 'quick-start' },
    overrides: { ...tinyOptions.stage1, data, steps: 2, ...more },
  });

/** What a dry run says before it times steps, which is stopped. */
async function textOfDryRun(options: TrainOptions): Promise<string> {
  const context = quietContext();
  context.stop();
  const running = dryRun(options, { preset: findPreset('quick-start', 1) }, context);
  await expect(running).rejects.toThrow(/aborted/);
  return context.lines.join('\n');
}

/** Trains two steps; what was said, and the loss of the mismatched pairs at each. */
async function trained(data: string, folder: string, more?: OptionOverrides) {
  const run = await createRun(optionsOf(data, more), join(folder, 'runs'));
  const context = quietContext();
  await trainRun(run, context);
  const ticks = (await readFile(join(run, 'stats.jsonl'), 'utf8')).trim().split('\n');
  const mismatched = ticks.map(
    (tick) =>
      (JSON.parse(tick) as { losses: Record<string, number> }).losses['discriminator.mismatched'],
  );
  return {
    mismatched,
    said: context.lines.join('\n'),
    log: await readFile(join(run, 'log.txt'), 'utf8'),
  };
}

const SAID =
  /all 6 images to learn from are of one class \(c0\), so a wrong caption is that of another image/;

describe('a data set of one class', () => {
  it.each(['embedding', 'mean'] as const)(
    'shows a discriminator that reads the %s wrong captions, and says which',
    async (textPath) => {
      const folder = await temporaryFolder();
      const data = await tinyDataset(folder, { classes: 1, sizes: [64] });
      const { mismatched, said, log } = await trained(data, folder, {
        'network.textPath': textPath,
      });
      expect(mismatched).toHaveLength(2);
      // log 2 where D knows nothing.
      for (const loss of mismatched) expect(loss).toBeGreaterThan(0.3);
      for (const text of [said, log]) expect(text).toMatch(SAID);
    },
    60_000,
  );

  it('says so in a dry run, and of wrong images, too; nothing where the class is not asked for', async () => {
    const folder = await temporaryFolder();
    const data = await tinyDataset(folder, { classes: 1, sizes: [64] });
    const described = (mismatched: string) =>
      textOfDryRun(optionsOf(data, { 'batch.mismatched': mismatched }));
    expect(await described('masked')).toMatch(SAID);
    expect(await described('wrongImages')).toMatch(
      /of one class \(c0\), so a wrong image is any other/,
    );
    expect(await described('shifted')).not.toMatch(/of one class/);
    const { mismatched } = await trained(data, folder, { 'batch.mismatched': 'wrongImages' });
    for (const loss of mismatched) expect(loss).toBeGreaterThan(0.3);
  }, 60_000);

  it('says nothing of a data set of more, and refuses one image before there is a run', async () => {
    const folder = await temporaryFolder();
    const mixed = await tinyDataset(join(folder, 'mixed'), { sizes: [64] });
    expect(await textOfDryRun(optionsOf(mixed))).not.toMatch(/of one class/);
    const single = await tinyDataset(join(folder, 'single'), { count: 1, sizes: [64] });
    await expect(createRun(optionsOf(single), join(folder, 'runs'))).rejects.toThrow(
      /has 1 image to learn from; .* prepare two images or more/,
    );
  });
});

it.each(['embedding', 'mean'] as const)(
  'a batch of one class takes captions from elsewhere, for a discriminator that reads the %s',
  async (textPath) => {
    const options = optionsOf('none', { 'network.textPath': textPath, 'batch.size': 3 });
    /** The loss of mismatched pairs of one step of new networks. */
    const lossOf = async (groups: number[], wrongEmbeddings: Float32Array) => {
      const random = new SeededRandom(1);
      const numbers = (length: number) => Float32Array.from({ length }, () => random.normal());
      const embeddings = numbers(3 * 4);
      const batch: HostBatch = {
        ...{ images: numbers(3 * 64 * 64 * 3), shape: [3, 64, 64, 3], embeddings },
        ...{ classes: Int32Array.from(groups), groups: Int32Array.from(groups) },
        ...{ ids: ['a', 'b', 'c'], captions: [[0], [0], [0]], wrongEmbeddings },
      };
      const stage = createStage(options, { textDim: 4 });
      const losses = stage.step(batch, random, { decay: 0, isAdversarial: true });
      const [loss] = await losses['discriminator.mismatched']!.data();
      tf.dispose(losses);
      disposeStage(stage);
      const moved = Float32Array.of(...embeddings.slice(4), ...embeddings.slice(0, 4));
      return { loss: loss!, moved };
    };
    // Each row another: what all have in common is normalised away.
    const far = Float32Array.from({ length: 12 }, (_, i) => 1000 * Math.sin(i * i));
    const neighbours = await lossOf([0, 1, 2], far);
    // Those from elsewhere are the neighbours' this time: the same pairs.
    const elsewhere = await lossOf([5, 5, 5], neighbours.moved);
    expect(elsewhere.loss).toBeCloseTo(neighbours.loss, 6);
    expect((await lossOf([5, 5, 5], far)).loss).not.toBeCloseTo(neighbours.loss, 3);
  },
);
