import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { arrangingCases } from '../test-support/cpu-cases/arranging.js';
import { castCases, elementwiseCases } from '../test-support/cpu-cases/elementwise.js';
import { emptyCases } from '../test-support/cpu-cases/empty.js';
import { refused } from '../test-support/cpu-cases/errors.js';
import { reducingCases } from '../test-support/cpu-cases/reducing.js';
import { imageCases } from '../test-support/cpu-cases/images.js';
import { viewCases } from '../test-support/cpu-cases/views.js';
import { expectAlike } from '../test-support/expect-alike.js';
import { read } from '../test-support/read.js';
import { useOrt } from '../test-support/use-ort.js';

useOrt();

describe.each([
  ['element-wise', elementwiseCases],
  ['casts', castCases],
  ['reductions', reducingCases],
  ['arranging', arrangingCases],
  ['tensors without elements', emptyCases],
  ['images', imageCases],
  ['views of larger buffers', viewCases],
])('equals the cpu backend, %s', (_, cases) => {
  it.each(cases)('%s', async (_, build) => expectAlike(build));
});

describe('an error in a tidy, as on the cpu backend', () => {
  it.each(refused)('%s', async (_, build) => {
    for (const backend of ['cpu', 'ort']) {
      await tf.setBackend(backend);
      const before = tf.tensor1d([1, 2]);
      const pending = tf.add(before, 1);
      const { numTensors, numDataBuffers, numBytes } = tf.memory();
      const dataIds = tf.backend().numDataIds();
      const failing = () =>
        tf.tidy(() => {
          const unread = tf.mul(pending, 3);
          build();
          return unread;
        });
      expect(failing).toThrow();
      expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers, numBytes });
      expect(tf.backend().numDataIds()).toBe(dataIds);
      expect(read(tf.mul(pending, 2))).toEqual([4, 6]);
      expect(read(pending)).toEqual([2, 3]);
    }
  });
});
