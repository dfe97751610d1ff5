import '@tensorflow/tfjs-backend-cpu';
import type { HostTensor } from '@stackgan/formats';
import { createStage1Discriminator, createStage1Generator, pytorchProfile } from '@stackgan/stage1';
import { createStage2Generator, pytorchProfile as stage2Profile } from '@stackgan/stage2';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { ImportError } from '../shared/errors.js';
import { importPytorch } from './import-pytorch.js';
import {
  BASE_PREFIX,
  stage1DiscriminatorNames,
  stage1GeneratorNames,
  stage2GeneratorNames,
} from './state-dict-names.js';
import { writeStateDict } from './state-dict.js';

const sizes = { textDim: 5, conditionDim: 3, latentDim: 2, seed: 3 };
const stage1 = () => createStage1Generator({ ...pytorchProfile.generator, ...sizes, gf: 2 });
const stage2 = () =>
  createStage2Generator({ ...stage2Profile.generator, ...sizes, gf: 4, residualBlocks: 2 });

const read = (model: LayersModel) => model.weights.map((weight) => [...weight.read().dataSync()]);
const file = (dict: Record<string, HostTensor>, name = 'netG.pth') => ({ file: name, dict });
const without = (dict: Record<string, HostTensor>, gone: string) =>
  Object.fromEntries(Object.entries(dict).filter(([name]) => name !== gone));

describe('importPytorch', () => {
  it('finds stage and sizes, and gives back what was written', async () => {
    const [base, generator] = [stage1(), stage2()];
    const discriminator = createStage1Discriminator({
      ...pytorchProfile.discriminator,
      ...sizes,
      df: 2,
    });
    const ofBase = await writeStateDict(base, stage1GeneratorNames);
    const judging = file(await writeStateDict(discriminator, stage1DiscriminatorNames), 'netD.pth');
    const first = importPytorch(file(ofBase), judging);
    expect(first.sizes).toEqual({
      stage: 1,
      gf: 2,
      textDim: 5,
      conditionDim: 3,
      latentDim: 2,
    });
    expect(first.df).toBe(2);
    expect(read(first.generator)).toEqual(read(base));
    expect(read(first.discriminator!)).toEqual(read(discriminator));

    const whole = {
      ...(await writeStateDict(base, stage1GeneratorNames, BASE_PREFIX)),
      ...(await writeStateDict(generator, stage2GeneratorNames(2))),
    };
    const second = importPytorch(file(whole));
    expect(second.sizes).toEqual({
      stage: 2,
      gf: 4,
      textDim: 5,
      conditionDim: 3,
      residualBlocks: 2,
    });
    expect(read(second.generator)).toEqual(read(generator));
    expect(read(second.base!)).toEqual(read(base));
  });

  it('takes what training on several GPUs and counting batches add', async () => {
    const base = stage1();
    const dict = await writeStateDict(base, stage1GeneratorNames);
    const counter = { dtype: 'int32', shape: [], data: Int32Array.of(7) } as const;
    const wrapped = Object.fromEntries(
      Object.entries({ ...dict, 'fc.1.num_batches_tracked': counter }).map(([name, tensor]) => [
        `module.${name}`,
        tensor,
      ]),
    );
    expect(read(importPytorch(file(wrapped)).generator)).toEqual(read(base));
  });

  it.each([
    'state_dict',
    'netG',
    'model',
    'params',
    'models.g_ema',
    'state_dict.module',
    '_orig_mod',
  ])('finds the weights under %s', async (place) => {
    const base = stage1();
    const dict = await writeStateDict(base, stage1GeneratorNames);
    const moved = Object.fromEntries(
      Object.entries(dict).map(([name, tensor]) => [`${place}.${name}`, tensor]),
    );
    const moment = { dtype: 'float32', shape: [], data: Float32Array.of(1) } as const;
    const { generator, notes } = importPytorch(
      file({ ...moved, 'optimizer.state.0.step': moment }),
    );
    expect(read(generator)).toEqual(read(base));
    expect(notes).toHaveLength(1);
    expect(notes[0]).toMatch(/^netG\.pth: takes the weights.*; leaves out optimizer(\.state)?$/);
  });

  it('finds a Stage-II with its Stage-I in a wrapper', async () => {
    const dict = {
      ...(await writeStateDict(stage1(), stage1GeneratorNames, `model.module.${BASE_PREFIX}`)),
      ...(await writeStateDict(stage2(), stage2GeneratorNames(2), 'model.module.')),
    };
    const { sizes, notes } = importPytorch(file(dict));
    expect(sizes).toMatchObject({ stage: 2, residualBlocks: 2 });
    expect(notes).toEqual([
      'netG.pth: takes the weights in "model", without the "module." before their names',
    ]);
  });

  it('takes the only one that is whole, and asks where several are', async () => {
    const dict = await writeStateDict(stage1(), stage1GeneratorNames);
    const under = (place: string, names: Record<string, HostTensor>) =>
      Object.fromEntries(
        Object.entries(names).map(([name, tensor]) => [`${place}.${name}`, tensor]),
      );
    const cut = { ...under('best', without(dict, 'fc.1.bias')), ...under('last', dict) };
    expect(importPytorch(file(cut)).notes[0]).toContain('in "last"; leaves out best');
    const both = file({ ...under('params', dict), ...under('params_ema', dict) });
    expect(() => importPytorch(both)).toThrow(
      /holds several that may be the generator: params, params_ema; say which with --generator-key params$/,
    );
    expect(importPytorch(both, undefined, { generator: 'params_ema' }).notes[0]).toContain(
      'in "params_ema"; leaves out params',
    );
    expect(() => importPytorch(both, undefined, { generator: 'ema' })).toThrow(
      /has no generator "ema"; --generator-key may be one of: params, params_ema/,
    );
    const plain = file(dict);
    expect(importPytorch(plain).notes).toEqual([]);
    expect(() => importPytorch(plain, undefined, { generator: 'g' })).toThrow(
      /of: the file itself/,
    );
    const names = under('model', without(dict, 'fc.1.bias'));
    expect(() => importPytorch(file(names))).toThrow(
      /netG\.pth \("model"\) does not fit StackGAN-Pytorch's network; missing: fc\.1\.bias/,
    );
  });

  it('has the shapes of the reference', async () => {
    const dict = await writeStateDict(stage1(), stage1GeneratorNames);
    const shapes = Object.fromEntries(Object.entries(dict).map(([n, { shape }]) => [n, shape]));
    expect(shapes).toMatchObject({
      'ca_net.fc.weight': [6, 5],
      'fc.0.weight': [256, 5],
      'fc.1.running_var': [256],
      'upsample1.1.weight': [8, 16, 3, 3],
      'img.0.weight': [3, 1, 3, 3],
    });
    expect(Object.keys(dict)).toHaveLength(2 + 1 + 4 + 4 * 5 + 1);
  });

  it.each<[string, (dict: Record<string, HostTensor>) => Record<string, HostTensor>, RegExp]>([
    ['a missing tensor', (dict) => without(dict, 'fc.1.bias'), /missing: fc\.1\.bias/],
    [
      'a surplus tensor',
      (dict) => ({ ...dict, 'encoder.9.weight': dict['fc.1.bias']! }),
      /surplus: encoder\.9\.weight/,
    ],
    [
      'another shape',
      (dict) => ({ ...dict, 'fc.1.bias': dict['ca_net.fc.bias']! }),
      /fc\.1\.bias is \[6\], the network needs \[256\]/,
    ],
    [
      'another network',
      () => ({}),
      /no generator of StackGAN-Pytorch: it needs ca_net\.fc\.weight/,
    ],
    [
      'a width that the tensor itself denies',
      (dict) => ({
        ...dict,
        'upsample1.1.weight': {
          dtype: 'float32',
          shape: [1e6, 0, 3, 3],
          data: new Float32Array(0),
        },
      }),
      /needs upsample1\.1\.weight of 4 axes, and has \[1000000,0,3,3\]/,
    ],
  ])('names %s', async (_, change, message) => {
    const dict = await writeStateDict(stage1(), stage1GeneratorNames);
    const load = () => importPytorch(file(change(dict)));
    expect(load).toThrow(ImportError);
    expect(load).toThrow(message);
  });

  it('leaks no tensor', async () => {
    const dict = await writeStateDict(stage1(), stage1GeneratorNames);
    const before = tf.memory().numTensors;
    importPytorch(file(dict)).generator.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
