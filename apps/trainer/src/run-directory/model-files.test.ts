import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createStage1Generator } from '@stackgan/stage1';
import { registerStackGANLayers } from '@stackgan/stage2';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../testing/tiny.js';
import { loadModel, saveModel } from './model-files.js';

beforeAll(() => tf.setBackend('cpu'));

describe('saveModel and loadModel', () => {
  it.each(['leakyRelu', 'relu', 'linear'] as const)(
    'bring back a generator with activation %s',
    async (conditionActivation) => {
      registerStackGANLayers();
      const folder = await temporaryFolder();
      const sizes = { gf: 2, textDim: 3, conditionDim: 2, latentDim: 2 };
      const model = createStage1Generator({ ...sizes, conditionActivation });
      await saveModel(model, 'generator', async (name, data) => {
        await mkdir(dirname(join(folder, name)), { recursive: true });
        await writeFile(join(folder, name), data);
      });
      const loaded = await loadModel(join(folder, 'generator'));
      const inputs = [tf.ones([1, 3]), tf.ones([1, 2]), tf.ones([1, 2])];
      const [drawn, again] = [model, loaded].map((each) => {
        const [images] = each.apply(inputs, { training: false }) as [tf.Tensor];
        return images.dataSync();
      });
      expect(again).toEqual(drawn);
    },
  );

  it('says which network is damaged', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'model.json'), '{"modelTopology":{},"weightsManifest":[]}');
    await writeFile(join(folder, 'weights.bin'), '');
    await expect(loadModel(folder)).rejects.toThrow(/the network in .* cannot be read/);
    await writeFile(join(folder, 'model.json'), '{"modelTopology":{},"weightsManifest":[{}]}');
    await expect(loadModel(folder)).rejects.toThrow(
      /cannot be read \(model\.json: weightsManifest\.0\.weights is missing; /,
    );
    await expect(loadModel(join(folder, 'none'))).rejects.toThrow('use another snapshot');
  });
});
