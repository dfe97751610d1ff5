import { createStage1Generator } from '@stackgan/stage1';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { tinyEncoder } from '../testing/tiny.js';
import { drawStage1 } from './draw-stage1.js';

beforeAll(() => tf.setBackend('cpu'));

describe('drawStage1', () => {
  it('depends on caption, seed and mean-only, and on nothing else', async () => {
    const generator = createStage1Generator({ gf: 2, textDim: 4, conditionDim: 3, latentDim: 2 });
    const draw = async (caption: string, seed: number, meanOnly: boolean) => {
      const image = await drawStage1(generator, tinyEncoder, caption, {
        seed,
        meanOnly,
        conditionNoise: 'normal',
      });
      expect(image.shape).toEqual([1, 64, 64, 3]);
      const values = [...image.dataSync()];
      image.dispose();
      return values;
    };
    const first = await draw('cat', 0, false);
    const tensors = tf.memory().numTensors;
    expect(await draw('cat', 0, false)).toEqual(first);
    expect(await draw('dog', 0, false)).not.toEqual(first);
    expect(await draw('cat', 1, false)).not.toEqual(first);
    expect(await draw('cat', 0, true)).not.toEqual(first);
    expect(tf.memory().numTensors).toBe(tensors);
  });
});
