import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import expected from '../../fixtures/expected.json' with { type: 'json' };
import { madeImages } from '../../fixtures/made-features.js';
import { diversity } from './diversity.js';
import { msSsim } from './ms-ssim.js';

const images = (seed: number, count: number, size: number, noise: number) =>
  tf.tensor4d(Float32Array.from(madeImages(seed, count, size, noise)), [count, size, size, 3]);

let before: number;
beforeEach(() => {
  before = tf.memory().numTensors;
  tf.engine().startScope();
});
afterEach(() => {
  tf.engine().endScope();
  expect(tf.memory().numTensors).toBe(before);
});

describe('msSsim', () => {
  it.each(expected.msSsim)(
    "is scikit-image's within 1e-5: $size pixels, $scales scales",
    (right) => {
      const [a, b] = right.noises.map((noise, i) => images(6 + i, 2, right.size, noise));
      const values = msSsim(a!, b!, { scales: right.scales }).dataSync();
      for (const [i, value] of right.values.entries())
        expect(Math.abs(values[i]! - value)).toBeLessThan(1e-5);
      const levels = [a!, b!].map((x) => tf.mul(tf.add(x, 1), 127.5) as tf.Tensor4D);
      const same = msSsim(levels[0]!, levels[1]!, { scales: right.scales, range: [0, 255] });
      expect(Math.abs(same.dataSync()[0]! - right.values[0]!)).toBeLessThan(1e-5);
    },
  );

  it('is 1 for equal images, constant ones too, and 0 for opposite ones', () => {
    const a = images(1, 1, 44, 0.5);
    expect(msSsim(a, a, { scales: 3 }).dataSync()[0]).toBeCloseTo(1, 5);
    const grey = tf.fill([1, 11, 11, 3], 0.5) as tf.Tensor4D;
    expect(msSsim(grey, grey, { scales: 1 }).dataSync()[0]).toBeCloseTo(1, 5);
    expect(msSsim(a, tf.neg(a), { scales: 3 }).dataSync()[0]).toBe(0);
  });

  it('says how large images must be', () => {
    const [a, b] = [images(1, 1, 64, 0.5), images(1, 1, 10, 0.5)];
    expect(() => msSsim(a, a)).toThrow('which need 176x176: give scales: 3 or larger');
    expect(() => msSsim(b, b, { scales: 1 })).toThrow('need 11x11: give larger images');
    expect(() => msSsim(a, b, { scales: 1 })).toThrow('differ in shape');
    expect(() => msSsim(a, a, { scales: 6 })).toThrow('scales is 6');
    expect(() => msSsim(a, a, { scales: 1, range: [1, 1] })).toThrow('range is [1, 1]');
  });
});

describe('diversity', () => {
  it('is the mean over captions of the mean over their pairs', async () => {
    const set = images(2, 6, 11, 0.7);
    const captions = ['a', 'b', 'a', 'a', 'c', 'b'];
    const value = (i: number, j: number) => {
      const [a, b] = [i, j].map((row) => tf.slice4d(set, [row, 0, 0, 0], [1, -1, -1, -1]));
      return msSsim(a!, b!, { scales: 1 }).dataSync()[0]!;
    };
    const a = (value(0, 2) + value(0, 3) + value(2, 3)) / 3;
    const b = value(1, 5);
    const result = await diversity(set, captions, { scales: 1 });
    expect(result).toMatchObject({ captions: 2, pairs: 4 });
    expect(result.mean).toBeCloseTo((a + b) / 2, 6);
    expect(result.std).toBeCloseTo(Math.abs(a - b) / 2, 6);
  });

  it('is 1 for a collapsed generator, whatever the number of pairs', async () => {
    const collapsed = tf.tile(images(3, 1, 11, 0.5), [7, 1, 1, 1]); // 21 pairs: the last batch is one
    const result = await diversity(collapsed, Array<string>(7).fill('a'), { scales: 1 });
    expect(result.pairs).toBe(21);
    expect(result.mean).toBeCloseTo(1, 5);
  });

  it('takes no more memory for more pairs, and says how many are done', async () => {
    const seen: string[] = [];
    const most = async (count: number): Promise<number> => {
      const set = images(4, count, 16, 0.7);
      const captions = Array.from({ length: count }, (_, i) => i >> 1);
      const onProgress = (done: number, total: number) => void seen.push(`${done}/${total}`);
      const before = tf.memory().numBytes;
      const { peakBytes } = await tf.profile(async () => {
        await diversity(set, captions, { scales: 1, onProgress });
        return [];
      });
      return peakBytes - before;
    };
    const [few, many] = [await most(4), await most(40)];
    expect(seen).toEqual(['2/2', ...[2, 4, 6, 8, 10, 12, 14, 16, 18, 20].map((i) => `${i}/20`)]);
    // What is alive beside the images: two pairs' planes, and a few numbers for each image.
    expect(many).toBeLessThan(few + 1000);
  });

  it('refuses images without pairs, other counts and NaN', async () => {
    const set = images(2, 2, 11, 0.7);
    const options = { scales: 1 };
    await expect(diversity(set, ['a', 'b'], options)).rejects.toThrow('no caption has two images');
    await expect(diversity(set, ['a'], options)).rejects.toThrow('1 captions for 2 images');
    await expect(diversity(set, ['a', 'a'])).rejects.toThrow('give scales: 1');
    const nan = tf.concat([set, tf.fill([1, 11, 11, 3], NaN)]) as tf.Tensor4D;
    await expect(diversity(nan, ['a', 'a', 'a'], options)).rejects.toThrow('image 2');
  });
});
