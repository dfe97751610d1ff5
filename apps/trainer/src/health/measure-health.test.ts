import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import * as tfl from '@tensorflow/tfjs-layers';
import { beforeAll, expect, it } from 'vitest';
import { averageDistance, imageDiversity } from './measure-health.js';

beforeAll(() => tf.setBackend('cpu'));

const image = (...data: number[]) => ({ size: 1, data: Uint8Array.from(data) });

it('is the mean difference of pairs of images', () => {
  expect(imageDiversity([image(0, 0, 0), image(3, 6, 9)])).toBe(6);
  expect(imageDiversity([image(0, 0, 0), image(0, 0, 0), image(3, 3, 3)])).toBe(2);
  expect(imageDiversity([image(1, 2, 3)])).toBe(0);
});

it('is the distance of the moving average relative to the weights', async () => {
  const model = (value: number) => {
    const layer = tfl.layers.dense({ units: 1, inputShape: [2], useBias: false });
    const made = tfl.sequential({ layers: [layer, tfl.layers.batchNormalization()] });
    layer.setWeights([tf.tensor2d([value, 0], [2, 1])]);
    return made;
  };
  const networks = { generator: model(3), average: model(4), discriminator: model(0) };
  // The scale 1 and offset 0 of batch normalisation train, too.
  expect(await averageDistance(networks)).toBeCloseTo(1 / Math.sqrt(10), 6);
});
