import * as tf from '@tensorflow/tfjs-core';
import { train } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { read } from '../../test-support/read.js';
import { useOrt } from '../../test-support/use-ort.js';
import { ortStatistics } from '../index.js';

useOrt();

/** One Adam step of a small convolutional network, everything in one graph. */
function createTraining(): () => Promise<number> {
  const filter = tf.variable(tf.randomNormal([3, 3, 3, 8], 0, 0.1, 'float32', 1));
  const weights = tf.variable(tf.randomNormal([8 * 8 * 8, 1], 0, 0.1, 'float32', 2));
  const optimizer = train.adam(1e-2);
  return async () => {
    const x = tf.randomNormal([4, 8, 8, 3], 0, 1, 'float32', 3) as tf.Tensor4D;
    const loss = optimizer.minimize(
      () => {
        const features = tf.relu(tf.conv2d(x, filter as tf.Tensor4D, 1, 'same'));
        const y = tf.matMul(tf.reshape(features, [4, -1]), weights);
        return tf.mean(tf.square(tf.sub(y, 1))) as tf.Scalar;
      },
      true,
      [filter, weights],
    )!;
    const [value] = await loss.data();
    tf.dispose([loss, x]);
    return value!;
  };
}

describe('recording', () => {
  it('computes nothing until a value is read, then everything at once', async () => {
    const before = ortStatistics().runs;
    const a = tf.tensor1d([1, 2, 3]);
    const b = tf.mul(a, 2);
    const c = tf.add(b, 1);
    expect(ortStatistics().runs).toBe(before);
    expect(read(c)).toEqual([3, 5, 7]);
    expect([...(await b.data())]).toEqual([2, 4, 6]);
    expect(ortStatistics().runs).toBe(before + 1);
    tf.dispose([a, b, c]);
  });

  it('does not compute tensors that were disposed of before the run', () => {
    const x = tf.tensor1d([1, 2]);
    const unused = tf.exp(x);
    const kept = tf.neg(x);
    unused.dispose();
    expect(read(kept)).toEqual([-1, -2]);
    tf.dispose([x, kept]);
  });

  it('keeps an input that is disposed of before it is used', () => {
    const x = tf.tensor1d([1, 2]);
    const y = tf.add(x, 1);
    x.dispose();
    const z = tf.mul(y, y);
    y.dispose();
    expect(read(z)).toEqual([4, 9]);
    z.dispose();
  });

  it('gives equal results distinct names', () => {
    const x = tf.tensor1d([4]);
    const [a, b] = [tf.sqrt(x), tf.sqrt(x)];
    expect([a.dataSync()[0], b.dataSync()[0]]).toEqual([2, 2]);
    tf.dispose([x, a, b]);
  });

  it('never reuses memory that was read', async () => {
    const x = tf.tensor1d([1, 2, 3, 4, 5]);
    const y = tf.add(x, 1);
    const read = await y.data();
    y.dispose();
    for (let i = 0; i < 3; i++) tf.tidy(() => void tf.add(x, 10 + i).dataSync());
    expect([...read]).toEqual([2, 3, 4, 5, 6]);
    x.dispose();
  });

  it('feeds numbers that change instead of compiling again', () => {
    const x = tf.tensor1d([1, 2]);
    const run = (rate: number): number[] => tf.tidy(() => read(tf.mul(x, rate)));
    run(0.25);
    const { compiles } = ortStatistics();
    expect(run(0.125)).toEqual([0.125, 0.25]);
    expect(ortStatistics().compiles).toBe(compiles);
    x.dispose();
  });
});

describe('training', () => {
  it('takes one run per step, compiles once, and learns', async () => {
    const step = createTraining();
    const { runs, compiles } = ortStatistics();
    const first = await step();
    let last = first;
    for (let i = 0; i < 20; i++) last = await step();
    expect(ortStatistics().runs).toBe(runs + 21);
    expect(ortStatistics().compiles).toBe(compiles + 1);
    expect(last).toBeLessThan(first / 2);
  });

  it('leaks neither tensors nor memory in 2,000 steps', async () => {
    const step = createTraining();
    for (let i = 0; i < 200; i++) await step();
    const tensors = tf.memory().numTensors;
    // The size of JavaScript's own heap depends on when its collector runs.
    const memory = () => process.memoryUsage().rss - process.memoryUsage().heapTotal;
    const before = memory();
    for (let i = 200; i < 2000; i++) await step();
    expect(tf.memory().numTensors).toBe(tensors);
    expect(memory() - before).toBeLessThan(8e6);
  });

  it('agrees with finite differences', async () => {
    const x = tf.randomNormal([2, 6, 6, 2], 0, 1, 'float32', 5) as tf.Tensor4D;
    const filter = tf.randomNormal([4, 4, 2, 3], 0, 1, 'float32', 6) as tf.Tensor4D;
    const f = (w: tf.Tensor4D): tf.Scalar =>
      tf.mean(tf.tanh(tf.leakyRelu(tf.conv2d(x, w, 2, 'same'), 0.2)));
    const gradient = await tf
      .grad((w) => f(w as tf.Tensor4D))(filter)
      .data();
    const values = await filter.data();
    for (const index of [0, 17, 50, 95]) {
      const at = (change: number): number =>
        tf.tidy(() => {
          const moved = Float32Array.from(values);
          moved[index]! += change;
          return f(tf.tensor4d(moved, [4, 4, 2, 3])).dataSync()[0]!;
        });
      expect((at(1e-2) - at(-1e-2)) / 2e-2).toBeCloseTo(gradient[index]!, 3);
    }
  });
});

describe('fallback', () => {
  it('runs unmapped kernels on the cpu backend and counts them', () => {
    const before = ortStatistics().fallbacks['Cumprod'] ?? 0;
    const x = tf.tensor1d([1, 2, 3]);
    expect(read(tf.add(tf.cumprod(tf.mul(x, 2)), 1))).toEqual([3, 9, 49]);
    expect(ortStatistics().fallbacks['Cumprod']).toBe(before + 1);
    x.dispose();
  });

  it('handles strings, complex numbers and empty tensors', () => {
    expect(tf.tensor1d(['a', 'b'], 'string').dataSync()).toEqual(['a', 'b']);
    const complex = tf.complex(tf.tensor1d([1, 2]), tf.tensor1d([3, 4]));
    expect(read(tf.imag(complex))).toEqual([3, 4]);
    expect(tf.concat([tf.zeros([0, 2]), tf.ones([1, 2])]).shape).toEqual([1, 2]);
    expect(tf.add(tf.zeros([0, 2]), 1).dataSync().length).toBe(0);
  });
});
