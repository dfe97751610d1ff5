import { readdir } from 'node:fs/promises';
import * as tf from '@tensorflow/tfjs-core';
import { registerOrtBackend } from '@stackgan/tfjs-backend-ort';
import { beforeAll, expect, it } from 'vitest';
import { findPreset } from '../presets/find-preset.js';
import { resolveOptions } from '../profiles/resolve-options.js';
import { attributeDataset } from '../testing/attribute-dataset.js';
import { quietContext, temporaryFolder, tinyOptions } from '../testing/tiny.js';
import { untrainedSnapshot } from '../testing/untrained-snapshot.js';
import { dryRun } from './dry-run.js';

beforeAll(async () => {
  registerOrtBackend({ threads: 1 });
  await tf.setBackend('ort');
});

it.each([1, 2] as const)(
  'times steps of Stage %i with untrained loss networks, writes nothing and keeps no tensors',
  async (stage) => {
    const folder = await temporaryFolder();
    const data = await attributeDataset(folder, { count: 12 });
    const stage1 = stage === 2 ? await untrainedSnapshot(folder) : undefined;
    const before = await readdir(folder, { recursive: true });
    const losses = {
      'loss.matchingWeight': 5,
      'loss.attributeWeight': 5,
      'network.textCode': true,
    };
    const options = resolveOptions({
      ...{ stage, preset: 'quick-start' },
      overrides: { ...tinyOptions[`stage${stage}`], ...losses, data, ...(stage1 && { stage1 }) },
    });
    const context = quietContext();
    const tensors = tf.memory().numTensors;
    await dryRun(options, { preset: findPreset('quick-start', stage) }, context);
    expect(tf.memory().numTensors).toBe(tensors);
    expect(await readdir(folder, { recursive: true })).toEqual(before);
    const text = context.lines.join('\n');
    expect(text).not.toMatch(/learning (what|which)/);
    expect(text).toMatch(/measured on \d steps? with ort/);
    expect(text).toMatch(/ per epoch of 9 images\n/);
  },
);
