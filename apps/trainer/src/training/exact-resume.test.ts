import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { registerOrtBackend } from '@stackgan/tfjs-backend-ort';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import type { OptionOverrides } from '../options/apply-overrides.js';
import { resolveOptions } from '../profiles/resolve-options.js';
import { readTicks } from '../run-directory/run-log.js';
import { quietContext, temporaryFolder, tinyDataset, tinyOptions } from '../testing/tiny.js';
import { trainSteps } from '../testing/train-steps.js';
import { createRun } from './create-run.js';
import { trainRun } from './train-run.js';

beforeAll(async () => {
  registerOrtBackend({ threads: 1 });
  await tf.setBackend('ort');
});

// Grids cost more than training at this size.
const common = {
  ...{ steps: 2, 'preview.captions': 1, 'ticks.statistics': 1 },
  ...{ 'ticks.grids': 9, 'ticks.snapshots': 9, 'ticks.states': 9 },
};
const ofRealImages = {
  ...{ 'network.textCode': true, 'loss.matchingWeight': 5, 'loss.matchingSteps': 2 },
  'loss.reconstructionWeight': 10,
};
const noAugmentation = { 'network.conditionNoise': 'none', 'loss.klWeight': 0 };

// What the paper's tables compare StackGAN with; train-run.test.ts has StackGAN.
it.each<[name: string, stage: 1 | 2, preset: string, own: OptionOverrides]>([
  [
    'one stage at 256×256, without CA',
    1,
    'quick-start',
    { ...noAugmentation, 'network.imageSize': 256 },
  ],
  ['GAN-INT-CLS', 1, 'gan-int-cls', {}],
  ['GAWWN', 1, 'gawwn', { 'network.latentDim': 6 }],
  ['64×64 of codes, learned of real images', 1, 'quick-start', ofRealImages],
  [
    '128×128 of codes, learned of sketches of real images',
    2,
    'quick-start',
    { ...ofRealImages, 'network.shortcut': true },
  ],
  [
    '128×128 at the step where D joins',
    2,
    'quick-start',
    { 'loss.reconstructionWeight': 10, 'schedule.adversarialFrom': 1 },
  ],
  ['128×128, text once', 2, 'quick-start', { 'network.textTwice': false }],
  [
    '256×256, without CA',
    2,
    'quick-start',
    { ...noAugmentation, 'network.imageSize': 256, 'network.gf': 4 },
  ],
])('%s goes on after a stop as if there had been none', async (_, stage, preset, own) => {
  const folder = await temporaryFolder();
  const outdir = join(folder, 'runs');
  const data = await tinyDataset(folder, { sizes: [64, 128, 256], hasBoxes: true });
  const newRun = (stage: 1 | 2, more: OptionOverrides) => {
    const overrides = { data, ...tinyOptions[`stage${stage}`], ...common, ...more };
    return createRun(resolveOptions({ stage, preset, overrides }), outdir);
  };
  const stage1 = stage === 2 ? await newRun(1, { steps: 1 }) : undefined;
  if (stage1 !== undefined) await trainRun(stage1, quietContext());
  const overrides = stage1 === undefined ? own : { stage1, ...own };
  const [whole, split] = [await newRun(stage, overrides), await newRun(stage, overrides)];

  expect(await trainRun(whole, quietContext())).toEqual({ step: 2, isFinished: true });
  expect(await trainSteps(split, 1)).toEqual({ step: 1, isFinished: false });
  expect(await trainRun(split, quietContext())).toEqual({ step: 2, isFinished: true });

  for (const file of [
    'state-000002/tensors.safetensors',
    'snapshot-000002/generator-average/weights.bin',
  ]) {
    const [first, second] = [await readFile(join(whole, file)), await readFile(join(split, file))];
    expect(first.equals(second), file).toBe(true);
  }
  const losses = async (run: string) => (await readTicks(run)).map((tick) => tick.losses);
  expect(await losses(split)).toEqual(await losses(whole));
});
