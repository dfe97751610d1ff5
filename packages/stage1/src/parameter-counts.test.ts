import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { initializers, type LayersModel } from '@tensorflow/tfjs-layers';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createStage1Discriminator } from './create-stage1-discriminator.js';
import { createStage1Generator } from './create-stage1-generator.js';
import { pytorchProfile, tfProfile } from './profiles.js';

// Only counted, never run: zeros instead of millions of random numbers.
const randomInitializers = [
  initializers.randomNormal({ seed: 1 }),
  initializers.truncatedNormal({ seed: 1 }),
].map((one) => Object.getPrototypeOf(one) as { apply(shape: number[]): tf.Tensor });
beforeAll(() => {
  for (const one of randomInitializers) {
    vi.spyOn(one, 'apply').mockImplementation((shape) => tf.zeros(shape));
  }
});
afterAll(() => vi.restoreAllMocks());

function count(net: LayersModel): number {
  const sizes = net.trainableWeights.map(({ shape }) => tf.util.sizeFromShape(shape as number[]));
  net.dispose();
  return sizes.reduce((sum, size) => sum + size, 0);
}

const generator = (gf: number) =>
  count(createStage1Generator({ ...pytorchProfile.generator, gf, textDim: 1024 }));
const discriminator = (df: number) =>
  count(createStage1Discriminator({ ...pytorchProfile.discriminator, df, textDim: 1024 }));

describe('parameters of the StackGAN-Pytorch shape', () => {
  it.each([
    [192, 20_020_832],
    [128, 10_301_248],
  ])('generator with gf %i: %i', (gf, expected) => expect(generator(gf)).toBe(expected));

  it.each([
    [96, 12_407_425],
    [64, 5_715_713],
  ])('discriminator with df %i: %i', (df, expected) => expect(discriminator(df)).toBe(expected));

  it.each([
    [64, 3.715, 32, 1.58],
    [32, 1.597, 16, 0.47],
    [16, 0.832, 8, 0.155],
  ])('gf %i: %f M, df %i: %f M', (gf, generatorMillions, df, discriminatorMillions) => {
    expect(generator(gf) / 1e6).toBeCloseTo(generatorMillions, 3);
    expect(discriminator(df) / 1e6).toBeCloseTo(discriminatorMillions, 3);
  });
});

describe('parameters of the TensorFlow shape', () => {
  it('generator with gf 128: 14,264,192', () => {
    const net = createStage1Generator({ ...tfProfile.generator, gf: 128, textDim: 1024 });
    expect(count(net)).toBe(14_264_192);
  });

  it('discriminator with df 64: 4,029,824', () => {
    const net = createStage1Discriminator({
      ...tfProfile.discriminator,
      df: 64,
      textDim: 1024,
    });
    expect(count(net)).toBe(4_029_824);
  });
});
