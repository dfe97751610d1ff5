import { registerOrtBackend } from '@stackgan/tfjs-backend-ort';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { resolveOptions } from '../../apps/trainer/src/profiles/resolve-options.js';
import { temporaryFolder, tinyDataset, tinyOptions } from '../../apps/trainer/src/testing/tiny.js';
import { createRun } from '../../apps/trainer/src/training/create-run.js';
import { requireRecipe } from './require-recipe.js';

it('refuses to go on with a run of another recipe', async () => {
  registerOrtBackend({ threads: 1 });
  await tf.setBackend('ort');
  const folder = await temporaryFolder();
  const overrides = { ...tinyOptions.stage1, data: await tinyDataset(folder), steps: 7 };
  const options = resolveOptions({ stage: 1, preset: 'quick-start', overrides });
  const run = await createRun(options, folder);
  await requireRecipe(run, { steps: 7, 'network.gf': options.network.gf });
  await expect(requireRecipe(run, { steps: 8 })).rejects.toThrow(
    /was begun by another recipe \(steps: 7 there, 8 in the recipe\)/,
  );
});
