import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import { registerOrtBackend } from '@stackgan/tfjs-backend-ort';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { resolveOptions } from '../profiles/resolve-options.js';
import { PROFILE_NAMES } from '../profiles/profile-names.js';
import { loadModel } from '../run-directory/model-files.js';
import { BASE_FOLDER } from '../run-directory/run-directory.js';
import { readTicks } from '../run-directory/run-log.js';
import { openStackGAN } from '../sampling/open-stackgan.js';
import {
  quietContext,
  temporaryFolder,
  tinyDataset,
  tinyEncoder,
  tinyOptions,
} from '../testing/tiny.js';
import { createRun } from './create-run.js';
import { trainRun } from './train-run.js';

beforeAll(() => registerOrtBackend({ threads: 1 }));

/** Trains both stages at tiny sizes by one profile; returns the runs. */
async function trainBoth(profile: string, { stage2 = {} }: { stage2?: object } = {}) {
  const folder = await temporaryFolder();
  const data = await tinyDataset(folder);
  const outdir = join(folder, 'runs');
  const common = { preset: 'paper', profile } as const;
  const stage1Options = resolveOptions({
    ...common,
    stage: 1,
    overrides: { data, ...tinyOptions.stage1, steps: 2, 'ticks.snapshots': 2 },
  });
  const stage1 = await createRun(stage1Options, outdir);
  await trainRun(stage1, quietContext());
  const tiny2 = { ...tinyOptions.stage2, 'network.residualBlocks': 1, ...stage2 };
  const stage2Options = resolveOptions({
    ...common,
    stage: 2,
    overrides: { data, stage1, ...tiny2 },
  });
  const second = await createRun(stage2Options, outdir);
  await trainRun(second, quietContext());
  return { stage1, stage2: second };
}

const lossesOf = async (run: string) =>
  (await readTicks(run)).flatMap(({ losses }) => Object.values(losses));

/** Weights of a saved network: those that train, and the moving statistics. */
async function weightsOf(folder: string) {
  const model: LayersModel = await loadModel(folder);
  const values = (weights: LayersModel['weights']) =>
    Promise.all(weights.map((weight) => weight.read().data()));
  return {
    trained: await values(model.trainableWeights),
    moving: await values(model.nonTrainableWeights),
  };
}

describe.each([
  ...PROFILE_NAMES.map((profile) => ({ profile, backend: 'cpu' })),
  { profile: 'tf', backend: 'ort' },
  { profile: 'pytorch', backend: 'ort' },
])('profile $profile on $backend', ({ profile, backend }) => {
  it('trains both stages to finite losses, and its images can be drawn', async () => {
    await tf.setBackend(backend);
    const { stage1, stage2 } = await trainBoth(profile);
    const losses = [...(await lossesOf(stage1)), ...(await lossesOf(stage2))];
    expect(losses.length).toBeGreaterThan(10);
    expect(losses.every(Number.isFinite)).toBe(true);

    const { stackgan } = await openStackGAN(stage2, tinyEncoder);
    const image = await stackgan.generate('a cat', { seed: 1 });
    expect([image.stage1.width, image.width]).toEqual([64, 128]);

    // Stage-I's weights stay; its statistics move on where the profile lets them.
    const before = await weightsOf(join(stage2, BASE_FOLDER));
    const after = await weightsOf(join(stage2, 'snapshot-000002', BASE_FOLDER));
    expect(after.trained).toEqual(before.trained);
    if (profile === 'paper') expect(after.moving).toEqual(before.moving);
    else after.moving.forEach((values, i) => expect(values).not.toEqual(before.moving[i]));
  });
});

it('goes on after a stop with the statistics of Stage-I as they were', async () => {
  await tf.setBackend('ort');
  const steps = { steps: 3, 'ticks.snapshots': 3, 'ticks.states': 1, 'ticks.statistics': 1 };
  const { stage2: whole } = await trainBoth('tf', { stage2: steps });

  const { stage2: split } = await trainBoth('tf', { stage2: { ...steps, steps: 1 } });
  // The same run, of which one step was done: let it go on to three.
  const options = JSON.parse(await readFile(join(split, 'options.json'), 'utf8')) as {
    totalSteps: number;
    options: { steps: number };
  };
  options.totalSteps = 3;
  options.options.steps = 3;
  await writeFile(join(split, 'options.json'), JSON.stringify(options));
  await trainRun(split, quietContext());

  for (const file of [
    'state-000003/tensors.safetensors',
    `snapshot-000003/${BASE_FOLDER}/weights.bin`,
  ]) {
    const [one, other] = [await readFile(join(whole, file)), await readFile(join(split, file))];
    expect(one.equals(other), file).toBe(true);
  }
});
