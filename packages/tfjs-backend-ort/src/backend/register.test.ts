import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { afterEach, expect, it, vi } from 'vitest';
import { read } from '../../test-support/read.js';
import { ortStatistics, registerOrtBackend, traced } from '../index.js';

afterEach(() => vi.restoreAllMocks());

it('registers again after removeBackend, any number of times, and prints nothing', async () => {
  const printed = (['warn', 'log', 'error', 'info'] as const).map((level) =>
    vi.spyOn(console, level).mockImplementation(() => undefined),
  );
  const double = traced(({ x }: { x: tf.Tensor }) => ({ y: tf.mul(x, 2) }));
  for (let time = 0; time < 3; time++) {
    registerOrtBackend({ threads: 1 });
    registerOrtBackend();
    expect(await tf.setBackend('ort')).toBe(true);
    expect(ortStatistics()).toMatchObject({ runs: 0, fallbacks: {} });
    for (let call = 0; call < 3; call++) {
      const x = tf.tensor1d([1, 2 + call]);
      expect(read(double({ x }).y)).toEqual([2, 4 + 2 * call]);
    }
    expect(read(tf.cumprod(tf.add(tf.tensor1d([1, 2]), 1)))).toEqual([2, 6]);
    expect(ortStatistics().fallbacks).toEqual({ Cumprod: 1 });
    tf.removeBackend('ort');
    expect(ortStatistics().runs).toBe(0);
  }
  for (const print of printed) expect(print).not.toHaveBeenCalled();
});

it('registers kernels that were added after the first registration', async () => {
  const name = 'AddedLater';
  registerOrtBackend({ threads: 1 });
  tf.removeBackend('ort');
  const kernelFunc = ({ inputs }: { inputs: tf.NamedTensorInfoMap }) => inputs['x']!;
  tf.registerKernel({ kernelName: name, backendName: 'cpu', kernelFunc });
  registerOrtBackend({ threads: 1 });
  await tf.setBackend('ort');
  expect(tf.getKernel(name, 'ort')).toBeDefined();
});
