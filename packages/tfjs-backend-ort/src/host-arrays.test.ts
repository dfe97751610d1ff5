import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { read } from '../test-support/read.js';
import { useOrt } from '../test-support/use-ort.js';
import { peek, traced } from './index.js';

useOrt();

describe('an array that the caller changes after the call', () => {
  type Numbers = Float32Array | Int32Array | Uint8Array;
  it.each<[string, Numbers, (array: Numbers) => tf.Tensor]>([
    ['tensor1d', Float32Array.of(1, 2), (array) => tf.tensor1d(array)],
    ['tensor', Float32Array.of(1, 2), (array) => tf.tensor(array, [2, 1])],
    ['tensor2d', Float32Array.of(1, 2), (array) => tf.tensor2d(array, [1, 2])],
    ['tensor6d', Float32Array.of(1, 2), (array) => tf.tensor6d(array, [1, 1, 2, 1, 1, 1])],
    ['int32', Int32Array.of(1, 2), (array) => tf.tensor1d(array, 'int32')],
    ['bool', Uint8Array.of(1, 0), (array) => tf.cast(tf.tensor1d(array, 'bool'), 'float32')],
    ['a scalar', Float32Array.of(1), (array) => tf.tensor(array, [])],
    ['a view', Float32Array.of(9, 1, 2, 9).subarray(1, 3), (array) => tf.tensor1d(array)],
    [
      'buffer',
      Float32Array.of(1, 2),
      (array) => tf.buffer([2], 'float32', array as Float32Array).toTensor(),
    ],
    ['variable', Float32Array.of(1, 2), (array) => tf.variable(tf.tensor1d(array))],
    ['a new shape', Float32Array.of(1, 2), (array) => tf.reshape(tf.tensor1d(array), [2, 1])],
    ['a clone', Float32Array.of(1, 2), (array) => tf.clone(tf.tensor1d(array))],
    [
      'fromPixels',
      Int32Array.of(1, 2, 3),
      (array) =>
        tf.browser.fromPixels({ data: Uint8Array.from([...array, 0]), width: 1, height: 1 }),
    ],
  ])('gives %s the numbers of the time of the call', (_, array, make) => {
    const before = [...array];
    const tensor = make(array);
    const result = tf.add(tensor, tf.zerosLike(tensor));
    array.fill(50);
    expect(read(result)).toEqual(before);
    expect(read(tensor)).toEqual(before);
  });

  it('can be filled again for each batch', () => {
    const batch = new Float32Array(3);
    const results = [1, 2, 3].map((n) => {
      const filled = tf.tensor1d(batch.fill(n));
      const doubled = tf.mul(filled, 2);
      filled.dispose();
      return doubled;
    });
    batch.fill(0);
    expect(results.map(read)).toEqual([
      [2, 2, 2],
      [4, 4, 4],
      [6, 6, 6],
    ]);
  });

  it('is not read again when a tensor comes from another backend', async () => {
    const array = Float32Array.of(1, 2);
    await tf.setBackend('cpu');
    const tensor = tf.tensor1d(array);
    await tf.setBackend('ort');
    const doubled = tf.mul(tensor, 2);
    array.fill(50);
    expect(read(doubled)).toEqual([2, 4]);
    expect(read(tensor)).toEqual([1, 2]);
  });

  it('is not kept by a traced function as an input or constant', () => {
    const [constant, input] = [Float32Array.of(1, 2), Float32Array.of(3, 4)];
    const kept = tf.tensor1d(constant);
    const sum = traced(({ x }: { x: tf.Tensor }) => ({ sum: tf.add(x, kept) }));
    for (let call = 0; call < 4; call++) {
      const x = tf.tensor1d(input.fill(call));
      const { sum: result } = sum({ x });
      constant.fill(99);
      input.fill(99);
      expect(read(result)).toEqual([1 + call, 2 + call]);
    }
  });
});

describe('an array that was read', () => {
  it.each<[string, () => tf.Tensor]>([
    ['made from an array', () => tf.tensor1d([1, 2])],
    ['computed', () => tf.add(tf.tensor1d([0, 1]), 1)],
    ['filled', () => tf.add(tf.ones([2]), tf.tensor1d([0, 1]))],
    ['int32', () => tf.tensor1d([1, 2], 'int32')],
    ['a variable', () => tf.variable(tf.tensor1d([1, 2]))],
    ['from a cpu kernel', () => tf.sub(tf.cumsum(tf.tensor1d([1, 2])), tf.tensor1d([0, 1]))],
  ])('is a copy: a tensor that is %s', async (_, make) => {
    const tensor = make();
    (tensor.dataSync() as Float32Array).fill(50);
    ((await tensor.data()) as Float32Array).fill(50);
    (await tensor.buffer()).set(50, 0);
    tensor.bufferSync().set(50, 0);
    expect(read(tensor)).toEqual([1, 2]);
    expect(read(tf.add(tensor, tf.zerosLike(tensor)))).toEqual([1, 2]);
  });

  it('is a copy: strings', () => {
    const tensor = tf.tensor1d(['a', 'b']);
    tensor.dataSync<'string'>().fill('c');
    expect(tensor.dataSync()).toEqual(['a', 'b']);
    // Elements that were never set remain holes.
    const buffer = tf.buffer([3], 'string');
    buffer.set('c', 0);
    expect(Object.entries(buffer.toTensor().dataSync())).toEqual([['0', 'c']]);
  });

  it('keeps its numbers when the tensor is disposed of and its memory reused', () => {
    const read = [1, 2, 3].map((n) => tf.tidy(() => tf.add(tf.fill([4], n), 0).dataSync()));
    expect(read.map((array) => array[3])).toEqual([1, 2, 3]);
  });
});

it('reuses no memory that a cpu kernel shares between tensors', () => {
  // Identity, Cast to a wider type and Reshape return their input with another name.
  const x = tf.tensor1d([3, 1, 2], 'int32');
  const others = [tf.clone(x), tf.cast(x, 'float32'), tf.reshape(x, [3, 1]), tf.reverse(x)];
  x.dispose();
  const fresh = [4, 5].map((n) => tf.tensor1d([n, n, n], 'int32'));
  expect(others.map(read)).toEqual([
    [3, 1, 2],
    [3, 1, 2],
    [3, 1, 2],
    [2, 1, 3],
  ]);
  expect(fresh.map(read)).toEqual([
    [4, 4, 4],
    [5, 5, 5],
  ]);
});

it('keeps the numbers of a tensor that a cpu kernel disposed of', () => {
  const x = tf.complex(tf.tensor1d([1, 2, 3, 4]), tf.tensor1d([5, 6, 7, 8]));
  const back = tf.spectral.ifft(tf.spectral.fft(x));
  read(tf.real(back)).forEach((n, i) => expect(n).toBeCloseTo(i + 1, 5));
  read(tf.imag(back)).forEach((n, i) => expect(n).toBeCloseTo(i + 5, 5));
});

it('allocates no new memory for batches of one size', async () => {
  const array = new Float32Array(1000);
  const seen = new Set<unknown>();
  for (let batch = 0; batch < 20; batch++) {
    const x = tf.tensor1d(array);
    const [memory] = await peek([x]);
    seen.add(memory);
    const sum = tf.tidy(() => tf.sum(tf.mul(x, 2)));
    x.dispose();
    sum.dataSync();
    sum.dispose();
  }
  expect(seen.size).toBeLessThanOrEqual(2);
});
