import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { registerOrtBackend } from '@stackgan/tfjs-backend-ort';
import { attributesOf } from '@stackgan/layers';
import { registerStackGANLayers } from '@stackgan/stage2';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { OptionOverrides } from '../options/apply-overrides.js';
import { resolveOptions } from '../profiles/resolve-options.js';
import { loadModel } from '../run-directory/model-files.js';
import { readTicks } from '../run-directory/run-log.js';
import { attributeDataset } from '../testing/attribute-dataset.js';
import { quietContext, temporaryFolder, tinyDataset, tinyOptions } from '../testing/tiny.js';
import { trainSteps } from '../testing/train-steps.js';
import { createRun } from './create-run.js';
import { trainRun } from './train-run.js';

beforeAll(async () => {
  registerOrtBackend({ threads: 1 });
  await tf.setBackend('ort');
  registerStackGANLayers();
});

const prior = {
  ...{ 'network.attributePrior': true, 'network.latentDim': 4 },
  ...{ 'loss.attributeWeight': 3, 'loss.matchingSteps': 30 },
};
const optionsOf = (overrides: OptionOverrides) =>
  resolveOptions({
    ...{ stage: 1, preset: 'quick-start' },
    overrides: { ...tinyOptions.stage1, ...overrides },
  });
const priorOf = async (snapshot: string) => {
  const model = await loadModel(snapshot);
  const found = model.layers.filter(({ name }) => name === 'attribute_prior');
  const weights = found.flatMap((layer) => layer.getWeights().map((x) => [...x.dataSync()]));
  model.dispose();
  return weights;
};

describe('a generator that draws attributes', () => {
  it('learns its prior first, keeps it while it trains, and goes on after a stop as if there had been none', async () => {
    const folder = await temporaryFolder();
    const data = await attributeDataset(folder);
    const options = optionsOf({ data, ...prior });
    const whole = await createRun(options, join(folder, 'runs'));
    const context = quietContext();
    const tensors = tf.memory().numTensors;
    await trainRun(whole, context);
    expect(tf.memory().numTensors).toBe(tensors);
    const said = 'learning what captions leave open: 30 of 30';
    expect(context.lines.some((line) => line.includes(said))).toBe(true);
    const { losses } = (await readTicks(whole)).at(-1)!;
    expect(Object.values(losses).every(Number.isFinite)).toBe(true);

    // Three colours, one frame, and one more attribute; the prior of what never varies is flat.
    const snapshot = join(whole, 'snapshot-000004');
    const [kernel, bias] = await priorOf(join(snapshot, 'generator'));
    expect(bias).toHaveLength(5);
    const model = await loadModel(join(snapshot, 'generator'));
    const drawn = [{ name: 'colour', values: ['red', 'green', 'blue'] }];
    expect(attributesOf(model)).toEqual(expect.arrayContaining(drawn));
    model.dispose();
    expect(Math.max(...kernel!.map(Math.abs))).toBeGreaterThan(0.02);
    expect(await priorOf(join(snapshot, 'generator-average'))).toEqual([kernel, bias]);

    const split = await createRun(options, join(folder, 'runs'));
    await trainSteps(split, 1);
    await trainRun(split, quietContext());
    const state = 'state-000004/tensors.safetensors';
    const [one, other] = [await readFile(join(whole, state)), await readFile(join(split, state))];
    expect(one.equals(other)).toBe(true);
  });

  it('is as any other where the data set does not know attributes', async () => {
    const folder = await temporaryFolder();
    const data = await tinyDataset(folder);
    const run = await createRun(optionsOf({ data, ...prior }), join(folder, 'runs'));
    await trainRun(run, quietContext());
    expect(await priorOf(join(run, 'snapshot-000004', 'generator'))).toEqual([]);
  });

  it('does not learn from means of captions', async () => {
    const folder = await temporaryFolder();
    const data = await attributeDataset(folder);
    const options = optionsOf({ data, ...prior, 'batch.interpolated': true });
    await expect(createRun(options, join(folder, 'runs'))).rejects.toThrow(
      'means of captions (batch.interpolated) have no image whose attributes G could read (network.attributePrior): set one of them to false',
    );
  });
});
