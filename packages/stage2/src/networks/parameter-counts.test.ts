import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { initializers, type LayersModel } from '@tensorflow/tfjs-layers';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createStage2Discriminator } from './create-stage2-discriminator.js';
import { createStage2Generator } from './create-stage2-generator.js';
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

const generator = (gf: number, residualBlocks: number) =>
  count(createStage2Generator({ ...pytorchProfile.generator, gf, residualBlocks, textDim: 1024 }));
const discriminator = (df: number) =>
  count(createStage2Discriminator({ ...pytorchProfile.discriminator, df, textDim: 1024 }));

describe('parameters of the StackGAN-Pytorch shape, 256x256', () => {
  it.each([
    [192, 2, 37_130_480],
    [128, 4, 26_290_080],
  ])('generator with gf %i, %i residual blocks: %i', (gf, blocks, expected) =>
    expect(generator(gf, blocks)).toBe(expected),
  );

  it.each([
    [96, 159_889_538],
    [64, 71_269_122],
  ])('discriminator with df %i: %i', (df, expected) => expect(discriminator(df)).toBe(expected));

  it.each([
    [64, 2, 4.559, 32, 17.973],
    [32, 2, 1.412, 16, 4.571],
    [16, 1, 0.513, 8, 1.182],
  ])('gf %i, %i blocks: %f M, df %i: %f M', (gf, blocks, generatorMillions, df, millions) => {
    expect(generator(gf, blocks) / 1e6).toBeCloseTo(generatorMillions, 3);
    expect(discriminator(df) / 1e6).toBeCloseTo(millions, 3);
  });
});

describe('parameters at 128x128', () => {
  it('are those of 256x256 less one level', () => {
    const sizes = { gf: 8, residualBlocks: 1 };
    const [large, small] = ([256, 128] as const).map((imageSize) =>
      count(createStage2Generator({ ...sizes, imageSize })),
    ) as [number, number];
    const level = 9 * 4 * 2 + 2 * 2; // 4 to 2 channels, normalised
    const rgb = 9 * 3 * (4 - 2); // from 4 channels instead of 2
    expect(large - small).toBe(level - rgb);

    const df = 2;
    const [deep, shallow] = ([256, 128] as const).map((imageSize) =>
      count(createStage2Discriminator({ df, imageSize })),
    ) as [number, number];
    const down = 16 * (16 * df) * (32 * df) + 2 * 32 * df;
    const squeeze = 32 * df * (16 * df) + 2 * 16 * df;
    expect(deep - shallow).toBe(down + squeeze);
  });
});

describe('parameters of the TensorFlow shape, 256x256', () => {
  it('generator with gf 128: 26,290,080', () => {
    const net = createStage2Generator({
      ...tfProfile.generator,
      gf: 128,
      residualBlocks: 4,
      textDim: 1024,
    });
    expect(count(net)).toBe(26_290_080);
  });

  it('discriminator with df 64: 48,603,520', () => {
    const net = createStage2Discriminator({
      ...tfProfile.discriminator,
      df: 64,
      textDim: 1024,
    });
    expect(count(net)).toBe(48_603_520);
  });
});
