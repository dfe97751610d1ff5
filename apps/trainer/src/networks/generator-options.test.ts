import { createGawwnGenerator, createStage1Generator } from '@stackgan/stage1';
import { createStage2Generator } from '@stackgan/stage2';
import '@tensorflow/tfjs-backend-cpu';
import { expect, it } from 'vitest';
import { generatorOptions } from './generator-options.js';

const common = { textDim: 4, conditionDim: 3 };
const described = {
  imageSize: 64,
  conditionDim: 3,
  conditionActivation: 'leakyRelu',
  conditionSigma: 'logVariance',
  textCode: false,
  movingVariance: 'biased',
};

/** A generator that is told neither boxes nor attributes. */
const bare = { box: false, attributePrior: false };

it('are read from the layers of a Stage-I', () => {
  const plain = createStage1Generator({ ...common, gf: 2, latentDim: 5 });
  expect(generatorOptions(1, plain)).toEqual({
    ...described,
    ...{ ...bare, gf: 2, latentDim: 5, joinOrder: 'latentFirst' },
    ...{ generatorBody: 'plain', upSampling: 'nearest' },
  });
  const other = {
    ...({ gf: 4, latentDim: 2, joinOrder: 'conditionFirst', imageSize: 256 } as const),
    ...({ generatorBody: 'residual', upSampling: 'transposed', conditionDim: 6 } as const),
    ...({ conditionActivation: 'linear', conditionSigma: 'logDeviation' } as const),
    movingVariance: 'unbiased' as const,
  };
  const built = createStage1Generator({ ...common, ...other, textCodeDim: 8 });
  expect(generatorOptions(1, built)).toEqual({ ...other, ...bare, textCode: true });
});

it('are read from the layers of a GAWWN generator', () => {
  const plain = createGawwnGenerator({ ...common, gf: 2, latentDim: 5 });
  expect(generatorOptions(1, plain)).toEqual({
    ...described,
    ...{ box: true, attributePrior: false, gf: 2, latentDim: 5, upSampling: 'nearest' },
  });
  const other = {
    ...({ gf: 4, latentDim: 6, imageSize: 256, conditionDim: 6 } as const),
    ...({ upSampling: 'transposed', conditionActivation: 'linear' } as const),
    ...({ conditionSigma: 'logDeviation', movingVariance: 'unbiased' } as const),
  };
  const built = createGawwnGenerator({ ...common, ...other, textCodeDim: 8 });
  expect(generatorOptions(1, built)).toEqual({
    ...other,
    box: true,
    attributePrior: false,
    textCode: true,
  });
});

it('are read from the layers of a Stage-II', () => {
  for (const options of [
    { gf: 4, imageSize: 128, residualBlocks: 0, textTwice: false, shortcut: true },
    { gf: 8, imageSize: 256, residualBlocks: 3, textTwice: true, shortcut: false },
  ] as const) {
    const built = createStage2Generator({ ...common, ...options });
    expect(generatorOptions(2, built)).toEqual({ ...described, ...options });
  }
});

it('are not read from another network', () => {
  expect(() => generatorOptions(2, createStage1Generator({ ...common, gf: 2 }))).toThrow(
    /No such layer: joint_conv/,
  );
});
