import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createStage1Generator } from '@stackgan/stage1';
import { createCascade, createStackGAN } from '@stackgan/stage2';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { withContrast } from '../testing/with-contrast.js';
import { quietContext, temporaryFolder, tinyEncoder } from '../testing/tiny.js';
import { drawWalks, requireEnds } from './draw-walks.js';

beforeAll(() => tf.setBackend('cpu'));

describe('drawWalks', () => {
  const draw = async (given: { captions: string[]; seeds: number[]; meanOnly?: boolean }) => {
    const generator = withContrast(
      createStage1Generator({ gf: 2, textDim: 4, conditionDim: 3, latentDim: 2, seed: 1 }),
    );
    const opened = {
      ...{ path: 'run', cascade: createCascade({ stage1: generator }) },
      dispose: () => generator.dispose(),
    };
    const out = await temporaryFolder();
    const options = { meanOnly: false, steps: 3, out, ...given };
    await drawWalks(opened, tinyEncoder, options, quietContext());
    const files = (await readdir(out)).sort();
    const read = async (name: string) =>
      new Uint8Array(await sharp(join(out, name)).raw().toBuffer());
    /** What `sample` draws. */
    const sampled = async (caption: string, seed: number) => {
      const stackgan = createStackGAN({ stage1: generator, encoder: tinyEncoder });
      const { meanOnly } = options;
      const { data } = await stackgan.generate(caption, { seed, meanOnly });
      return new Uint8Array(data);
    };
    return { files, read, sampled };
  };
  const difference = (a: Uint8Array, b: Uint8Array) =>
    a.reduce((most, value, index) => Math.max(most, Math.abs(value - b[index]!)), 0);

  it('goes from one caption to another; the ends are what sample draws', async () => {
    const { files, read, sampled } = await draw({ captions: ['cat', 'a long dog'], seeds: [5, 2] });
    expect(files).toEqual([
      'interpolation.png',
      ...['seed2', 'seed5'].flatMap((seed) => [0, 1, 2].map((step) => `${seed}-step0${step}.png`)),
    ]);
    for (const seed of [2, 5]) {
      const [first, middle, last] = await Promise.all(
        [0, 1, 2].map((step) => read(`seed${seed}-step0${step}.png`)),
      );
      expect(difference(first!, await sampled('cat', seed))).toBeLessThanOrEqual(1);
      expect(difference(last!, await sampled('a long dog', seed))).toBeLessThanOrEqual(1);
      for (const end of [first!, last!]) expect(difference(middle!, end)).toBeGreaterThan(5);
    }
  });

  it.each([false, true])('goes from one seed to the next, mean only: %s', async (meanOnly) => {
    const { files, read, sampled } = await draw({ captions: ['cat'], seeds: [4, 9, 1], meanOnly });
    expect(files).toHaveLength(1 + 2 * 3);
    for (const [from, to] of [
      [4, 9],
      [9, 1],
    ] as const) {
      const end = (step: number) => read(`seed${from}-seed${to}-step0${step}.png`);
      expect(difference(await end(0), await sampled('cat', from))).toBeLessThanOrEqual(1);
      expect(difference(await end(2), await sampled('cat', to))).toBeLessThanOrEqual(1);
      expect(difference(await end(1), await end(0))).toBeGreaterThan(5);
    }
  });
});

it.each([
  [{ captions: ['a'], seeds: [0] }, /of one caption goes from one seed to another; give two/],
  [{ captions: ['a', 'b', 'c'] }, /from one caption to another, and got 3/],
  [{ captions: ['a', 'a'] }, /the same caption twice/],
  [{ steps: 1 }, /--interpolate 1: a walk has 2 to 24 steps/],
  [{ steps: 25 }, /2 to 24 steps/],
])('requireEnds refuses %j', (given, message) => {
  const options = { captions: ['a', 'b'], seeds: [0, 1], meanOnly: false, steps: 4, ...given };
  expect(() => requireEnds(options)).toThrow(message);
});
