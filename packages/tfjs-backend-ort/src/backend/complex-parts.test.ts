import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { afterEach, describe, expect, it } from 'vitest';
import { read } from '../../test-support/read.js';
import { useOrt } from '../../test-support/use-ort.js';

useOrt();
afterEach(() => tf.setBackend('ort'));

const ids = () => tf.backend().numDataIds();

describe('a complex tensor', () => {
  it.each([
    ['cpu', 'ort'],
    ['ort', 'cpu'],
  ])('that goes from %s to %s and back keeps both parts', async (first, second) => {
    await tf.setBackend(second);
    const before = { second: ids(), memory: tf.memory(), first: 0 };
    await tf.setBackend(first);
    before.first = ids();
    const x = tf.complex(tf.tensor2d([[1, 2]]), tf.tensor2d([[3, -4]]));
    const { numTensors, numBytes } = tf.memory();
    for (const backend of [second, first, second]) {
      await tf.setBackend(backend);
      const doubled = tf.tidy(() => tf.add(x, x));
      expect(read(doubled)).toEqual([2, 6, 4, -8]);
      doubled.dispose();
      for (const [part, values] of [
        [tf.real(x), [1, 2]],
        [tf.imag(x), [3, -4]],
      ] as const) {
        expect(part.shape).toEqual([1, 2]);
        expect(read(part)).toEqual(values);
        part.dispose();
      }
      expect(read(x)).toEqual([1, 3, 2, -4]);
      expect(tf.memory()).toMatchObject({ numTensors, numBytes });
    }
    expect(ids()).toBe(before.second + 3);
    x.dispose();
    expect(ids()).toBe(before.second);
    expect(tf.memory().numTensors).toBe(before.memory.numTensors + 2);
    await tf.setBackend(first);
    expect(ids()).toBe(before.first + 2);
  });

  it('without elements moves, too', async () => {
    await tf.setBackend('cpu');
    const x = tf.complex(tf.zeros([0, 2]), tf.zeros([0, 2]));
    await tf.setBackend('ort');
    expect(tf.real(x).shape).toEqual([0, 2]);
    expect(read(x)).toEqual([]);
  });

  it('moves while clones share it', async () => {
    await tf.setBackend('cpu');
    const x = tf.complex([1], [2]);
    const y = tf.clone(x);
    await tf.setBackend('ort');
    expect(read(tf.imag(y))).toEqual([2]);
    x.dispose();
    expect(read(tf.mul(y, y))).toEqual([-3, 4]);
  });
});

describe('other tensors that move', () => {
  it('keep strings', async () => {
    await tf.setBackend('cpu');
    const strings = tf.tensor1d(['a', 'ß'], 'string');
    for (const backend of ['ort', 'cpu', 'ort']) {
      await tf.setBackend(backend);
      expect(tf.concat([strings, strings]).dataSync()).toEqual(['a', 'ß', 'a', 'ß']);
    }
  });

  it('keep the dtype of a cast that shares data with another dtype', async () => {
    await tf.setBackend('cpu');
    const truths = tf.tensor1d([1, 0, 1], 'bool');
    const numbers = tf.cast(truths, 'int32');
    const floats = tf.cast(truths, 'float32');
    await tf.setBackend('ort');
    const { numTensors, numDataBuffers } = tf.memory();
    tf.tidy(() => {
      expect(read(tf.add(numbers, tf.scalar(2, 'int32')))).toEqual([3, 2, 3]);
      expect(read(tf.mul(floats, 0.5))).toEqual([0.5, 0, 0.5]);
      expect(read(tf.logicalNot(truths))).toEqual([0, 1, 0]);
      expect(read(tf.sum(tf.stack([numbers, numbers])))).toEqual([4]);
    });
    expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers });
  });
});
