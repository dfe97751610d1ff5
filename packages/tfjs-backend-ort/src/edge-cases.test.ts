import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { read } from '../test-support/read.js';
import { useOrt } from '../test-support/use-ort.js';
import { ortStatistics } from './index.js';

useOrt();

describe('edge cases', () => {
  it('compiles two graphs for two ways to split the same tensor', () => {
    const x = tf.tensor1d([1, 2, 3, 4]);
    const shapes = (sizes: number[]) => tf.split(tf.add(x, 1), sizes).map(read);
    expect(shapes([1, 3])).toEqual([[2], [3, 4, 5]]);
    expect(shapes([3, 1])).toEqual([[2, 3, 4], [5]]);
    expect(shapes([2, -1])).toEqual([
      [2, 3],
      [4, 5],
    ]);
  });

  it('propagates NaN in max and min, and ignores it in argMax and argMin', () => {
    const x = tf.tensor2d([
      [NaN, -3, -2],
      [1, 0, 5],
    ]);
    expect(read(tf.max(x, 1))).toEqual([NaN, 5]);
    expect(read(tf.min(x, 1))).toEqual([NaN, 0]);
    expect(read(tf.argMax(x, 1))).toEqual([2, 2]);
    expect(read(tf.argMin(x, 1))).toEqual([1, 1]);
    expect(read(tf.sign(x))).toEqual([0, -1, -1, 1, 0, 1]);
    expect(ortStatistics().fallbacks).toEqual({});
  });

  it('accepts integers that a cpu kernel wrote as floats', () => {
    const rows = tf.oneHot(tf.tensor1d([0, 2, 2], 'int32'), 3);
    expect(read(tf.matMul(tf.transpose(rows), rows))).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 2]);
  });

  it('throws at once if shapes do not match', () => {
    const [a, b] = [tf.ones([2, 3]), tf.ones([4, 2])] as [tf.Tensor2D, tf.Tensor2D];
    expect(() => tf.matMul(a, b)).toThrow('inner shapes');
    expect(() => tf.concat([a, b], 0)).toThrow('does not match');
    expect(() => tf.stack([a, b])).toThrow('must have the same shape');
  });
});

it('sums many numbers in either layout without losing digits', () => {
  const [height, width, channels] = [512, 512, 4];
  const data = Float32Array.from({ length: height * width * channels }, (_, i) => {
    return 2 + Math.sin(i);
  });
  const mean = (channel: number): number => {
    let sum = 0;
    for (let i = channel; i < data.length; i += channels) sum += data[i]!;
    return sum / (height * width);
  };
  const x = tf.tensor4d(data, [1, height, width, channels]);
  const identity = tf.tensor4d(tf.eye(channels).dataSync(), [1, 1, channels, channels]);
  for (const image of [x, tf.conv2d(x, identity, 1, 'same')]) {
    tf.mean(image, [0, 1, 2])
      .dataSync()
      .forEach((found, channel) => {
        expect(Math.abs(found / mean(channel) - 1)).toBeLessThan(3e-7);
      });
  }
});
