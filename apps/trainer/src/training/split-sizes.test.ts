import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openDataset, prepareDataset } from '@stackgan/data';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import sharp from 'sharp';
import { beforeAll, expect, it } from 'vitest';
import { dryRun } from '../commands/dry-run.js';
import { nearestTraining } from '../evaluation/nearest-training.js';
import { requireClasses } from '../evaluation/require-classes.js';
import { resolveOptions } from '../profiles/resolve-options.js';
import { findPreset } from '../presets/find-preset.js';
import {
  quietContext,
  temporaryFolder,
  tinyDataset,
  tinyEncoder,
  tinyExtractor,
  tinyOptions,
} from '../testing/tiny.js';
import { createRun } from './create-run.js';
import { trainRun } from './train-run.js';

beforeAll(() => tf.setBackend('cpu'));

const optionsOf = (data: string) =>
  resolveOptions({
    stage: 1,
    preset: 'quick-start',
    overrides: { data, ...tinyOptions.stage1, steps: 1 },
  });

it('trains on data that hold nothing out: the grids are of images that are learned', async () => {
  const folder = await temporaryFolder();
  const data = await tinyDataset(folder, { count: 3, sizes: [64] });
  const run = await createRun(optionsOf(data), join(folder, 'runs'));
  expect(await trainRun(run, quietContext())).toEqual({ step: 1, isFinished: true });
  const png = sharp(join(run, 'reals.png')).removeAlpha().raw();
  const { data: pixels } = await png.toBuffer({ resolveWithObject: true });
  const isReal = (at: number) => pixels[at + 1] === 90 && pixels[at + 2] === 200;
  const places = Array.from({ length: pixels.length / 3 }, (_, index) => index * 3);
  // The green and blue of all its images, which are nowhere else.
  expect(places.filter(isReal).length).toBeGreaterThan(99);
});

it('refuses data that hold everything out, before it makes a run', async () => {
  const folder = await temporaryFolder();
  const image = () =>
    sharp({ create: { width: 64, height: 64, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
  const outDir = join(folder, 'held');
  const source = {
    ...{ name: 'held', licence: 'CC0', attribution: 'nobody' },
    options: { crop: false, flip: false },
    examples: () =>
      ['a', 'b', 'c'].map((id) => ({
        ...{ id, class: id < 'c' ? 'one' : 'two', captions: ['a square'], image },
        split: 'test' as const,
      })),
  };
  await prepareDataset({ source, outDir, encoder: tinyEncoder, sizes: [64] });
  const message = /held has no image to learn from: all 3 are held out; prepare it again/;
  const options = optionsOf(outDir);
  await expect(createRun(options, join(folder, 'runs'))).rejects.toThrow(message);
  expect(await readdir(folder)).toEqual(['held']);
  await expect(
    dryRun(options, { preset: findPreset('quick-start', 1) }, quietContext()),
  ).rejects.toThrow(message);
  const dataset = await openDataset(outDir);
  expect(() => requireClasses(dataset)).toThrow(message);
  const extractor = await tinyExtractor();
  const sources = { dataset, extractor };
  await expect(nearestTraining([], 1, sources, quietContext())).rejects.toThrow(message);
  extractor.dispose();
  await dataset.close();
});
