import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { read } from '../../test-support/read.js';
import { runOnnx } from '../../test-support/run-onnx.js';
import { useOrt } from '../../test-support/use-ort.js';
import { exportOnnx, traced } from '../index.js';

useOrt();

const table = () => tf.tensor1d([1, 2, 3]);
const indices = (...values: number[]) => tf.tensor1d(values, 'int32');

/** The message of ONNX Runtime, or of the backend for indices that are known before the run. */
const outOfRange = /indices element out of data bounds|the index value -?\d is not in \[0, 2\]/;

describe('an index that is out of range', () => {
  it.each([-1, -3, -4, 3, 7])('throws at the call, as on the cpu backend: %i', (index) => {
    const { numTensors } = tf.memory();
    tf.tidy(() => {
      expect(() => tf.gather(table(), indices(0, index))).toThrow(
        `GatherV2: the index value ${index} is not in [0, 2]`,
      );
    });
    expect(tf.memory().numTensors).toBe(numTensors);
    expect(read(tf.gather(table(), indices(2, 0)))).toEqual([3, 1]);
  });

  it.each([-1, 3])('that is computed throws when the result is read: %i', (index) => {
    tf.tidy(() => {
      const rows = tf.gather(table(), tf.add(indices(0), tf.scalar(index, 'int32')));
      expect(() => rows.dataSync()).toThrow(outOfRange);
    });
    expect(read(tf.gather(table(), tf.add(indices(1), indices(1))))).toEqual([3]);
  });

  it('throws in a traced function that ran before', () => {
    const rows = tf.variable(table());
    const fast = traced(({ at }: { at: tf.Tensor }) => ({ y: tf.mul(tf.gather(rows, at), 2) }));
    const call = (...at: number[]) => tf.tidy(() => read(fast({ at: indices(...at) }).y));
    for (let i = 0; i < 3; i++) expect(call(i, 0)).toEqual([2 * (i + 1), 2]);
    expect(() => call(0, -1)).toThrow(outOfRange);
    expect(call(2, 1)).toEqual([6, 4]);
    rows.dispose();
  });

  it('throws in an exported file', async () => {
    const rows = tf.variable(table());
    const file = exportOnnx(({ x }) => ({ y: tf.gather(rows, tf.cast(x!, 'int32')) }), { x: [1] });
    const run = async (...at: number[]) => {
      const { y } = await runOnnx(file, { x: tf.tensor2d(at, [at.length, 1]) });
      return read(y!);
    };
    expect(await run(2, 0, 1)).toEqual([3, 1, 2]);
    await expect(run(0, -1)).rejects.toThrow(/indices element out of data bounds/);
    rows.dispose();
  });
});
