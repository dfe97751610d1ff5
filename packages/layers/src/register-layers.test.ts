import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { input, loadLayersModel, model } from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { distance, normal } from '../test-support/numbers.js';
import { BatchNormalization } from './batch-normalization.js';
import { createDiscriminator } from './create-discriminator.js';
import { downBlock } from './down-block.js';
import { registerLayers } from './register-layers.js';
import { upBlock } from './up-block.js';

describe('registerLayers', () => {
  it('lets tfjs load a saved model, and may be called twice', async () => {
    registerLayers();
    registerLayers();
    const small = input({ shape: [4, 4, 3] });
    const image = upBlock(small, 3, { name: 'up', seed: 1 });
    const features = downBlock(image, 2, { name: 'down', seed: 1 });
    const discriminator = createDiscriminator({
      name: 'discriminator',
      encoder: model({ name: 'encoder', inputs: small, outputs: features }),
      textDim: 3,
      conditionDim: 2,
      jointKernel: 1,
      textPath: 'embedding',
      unconditional: true,
      seed: 1,
    });

    let saved: tf.io.ModelArtifacts | undefined;
    await discriminator.save({
      save: (artifacts) => {
        saved = artifacts;
        return Promise.resolve({
          modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' },
        });
      },
    });
    const loaded = await loadLayersModel(tf.io.fromMemory(saved as tf.io.ModelArtifacts));

    const inputs = [normal([2, 4, 4, 3], 1), normal([2, 3], 2)];
    const before = discriminator.apply(inputs) as tf.Tensor[];
    const after = loaded.apply(inputs) as tf.Tensor[];
    expect(after).toHaveLength(2);
    after.forEach((logit, index) => expect(distance(logit, before[index] as tf.Tensor)).toBe(0));
  });

  it('leaves the batch normalisation of tfjs in place', () => {
    registerLayers();
    const { classNameMap } = tf.serialization.SerializationMap.getMap();
    expect(classNameMap['BatchNormalization']?.[0]).not.toBe(BatchNormalization);
  });
});
