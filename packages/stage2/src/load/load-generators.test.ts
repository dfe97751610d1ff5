import { join } from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { loadGenerators } from '../index.js';
import { encoder, index, networks, servedModel } from '../../test-support/served-model.js';

const model = servedModel();

describe('loadGenerators', () => {
  it('loads both networks, and says what their files say', async () => {
    const before = tf.memory().numTensors;
    const loaded = await loadGenerators(model.folder);
    const { name, dimension, hash } = encoder;
    expect(loaded).toMatchObject({
      name: model.folder,
      encoder: { name, dimension, hash },
      conditionNoise: { stage1: 'normal', stage2: 'normal' },
    });
    for (const stage of ['stage1', 'stage2'] as const) {
      const values = loaded[stage]!.getWeights().map((weight) => weight.dataSync());
      expect(values).toEqual(networks[stage].getWeights().map((weight) => weight.dataSync()));
    }
    loaded.stage1.dispose();
    loaded.stage2!.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('keeps no network if one of them is damaged', async () => {
    for (const stage of ['stage1', 'stage2']) await model.copy(stage, `odd/${stage}`);
    await model.write('odd/stackgan.json', JSON.stringify({ ...index, stage2: 'stage1' }));
    const before = tf.memory().numTensors;
    await expect(loadGenerators(join(model.folder, 'odd'))).rejects.toMatchObject({
      fault: 'wrongStage',
    });
    expect(tf.memory().numTensors).toBe(before);
  });
});
