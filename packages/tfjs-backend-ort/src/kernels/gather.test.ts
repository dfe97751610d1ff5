import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { beforeAll, describe, expect, it } from 'vitest';
import { exportOnnx, registerOrtBackend, traced } from '../index.js';

beforeAll(async () => {
  registerOrtBackend({ threads: 1 });
  await tf.setBackend('ort');
});

const table = () => tf.tensor1d([1, 2, 3]);
const indices = (...values: number[]) => tf.tensor1d(values, 'int32');

/** As ONNX Runtime says it, or the backend, where it is at hand before the run. */
const outOfRange = /indices element out of data bounds|the index value -?\d is not in \[0, 2\]/;

describe('an index that is out of range', () => {
  it.each([-1, -3, -4, 3, 7])('is refused at the call, as by the cpu backend: %i', (index) => {
    const { numTensors } = tf.memory();
    tf.tidy(() => {
      expect(() => tf.gather(table(), indices(0, index))).toThrow(
        `GatherV2: the index value ${index} is not in [0, 2]`,
      );
    });
    expect(tf.memory().numTensors).toBe(numTensors);
    expect([...tf.gather(table(), indices(2, 0)).dataSync()]).toEqual([3, 1]);
  });

  it.each([-1, 3])('that is computed is refused when the result is read: %i', (index) => {
    tf.tidy(() => {
      const rows = tf.gather(table(), tf.add(indices(0), tf.scalar(index, 'int32')));
      expect(() => rows.dataSync()).toThrow(outOfRange);
    });
    expect([...tf.gather(table(), tf.add(indices(1), indices(1))).dataSync()]).toEqual([3]);
  });

  it('is refused by a traced function that ran before', () => {
    const rows = tf.variable(table());
    const fast = traced(({ at }: { at: tf.Tensor }) => ({ y: tf.mul(tf.gather(rows, at), 2) }));
    const call = (...at: number[]) => tf.tidy(() => [...fast({ at: indices(...at) }).y.dataSync()]);
    for (let i = 0; i < 3; i++) expect(call(i, 0)).toEqual([2 * (i + 1), 2]);
    expect(() => call(0, -1)).toThrow(outOfRange);
    expect(call(2, 1)).toEqual([6, 4]);
    rows.dispose();
  });

  it('is refused by an exported file', async () => {
    const rows = tf.variable(table());
    const file = exportOnnx(({ x }) => ({ y: tf.gather(rows, tf.cast(x!, 'int32')) }), { x: [1] });
    const session = await InferenceSession.create(file, { logSeverityLevel: 4 });
    const run = async (...at: number[]) => {
      const x = new Tensor('float32', Float32Array.from(at), [at.length, 1]);
      return [...((await session.run({ x }))['y']!.data as Float32Array)];
    };
    expect(await run(2, 0, 1)).toEqual([3, 1, 2]);
    await expect(run(0, -1)).rejects.toThrow(/indices element out of data bounds/);
    rows.dispose();
  });
});
