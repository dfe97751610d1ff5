import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectClose } from '../test-support/expect-close.js';
import { expectLikeCpu } from '../test-support/expect-like-cpu.js';
import { whyNoGpu } from '../test-support/gpu.js';
import { kernelCases } from '../test-support/kernel-cases.js';
import { BACKEND_NAMES, type OrtBackend, ortStatistics, registerOrtBackend } from './index.js';

const reason = whyNoGpu();

describe.skipIf(reason)(`the engine webgpu${reason ? `, skipped: ${reason}` : ''}`, () => {
  beforeAll(() => {
    registerOrtBackend({ threads: 1 });
    registerOrtBackend({ engine: 'webgpu' });
  });

  it.each(kernelCases)('equals the cpu backend: %s', async (...kernelCase) => {
    await expectLikeCpu(BACKEND_NAMES.webgpu, kernelCase, 1e-4);
  });

  it('needs no fallback for any of them', () => {
    expect(ortStatistics('webgpu').fallbacks).toEqual({});
  });

  it('keeps results longer than the graphs that made them', async () => {
    await tf.setBackend(BACKEND_NAMES.webgpu);
    // More sizes than the number of graphs that are kept by default.
    const sizes = Array.from({ length: 70 }, (_, i) => i + 1);
    const results = sizes.map((size) => {
      const result = tf.add(tf.zeros([size]), size);
      (tf.backend() as unknown as OrtBackend).flush();
      return result;
    });
    const [first] = results;
    const next = tf.add(first!, 1);
    expect([...(await next.data())]).toEqual([2]);
    tf.dispose([...results, next]);
    expect([...(await tf.add(tf.zeros([2]), 3).data())]).toEqual([3, 3]);
  });

  it('trains like the engine cpu, and keeps results on the GPU unless they are read', async () => {
    const train = async (backend: string): Promise<number[]> => {
      await tf.setBackend(backend);
      const filter = tf.variable(tf.randomNormal([4, 4, 3, 8], 0, 0.1, 'float32', 1));
      const x = tf.randomNormal([4, 16, 16, 3], 0, 1, 'float32', 2) as tf.Tensor4D;
      const optimizer = tf.train.adam(1e-2);
      const read: number[] = [];
      for (let step = 0; step < 4; step++) {
        const loss = optimizer.minimize(
          () => {
            const y = tf.conv2d(x, filter as tf.Tensor4D, 2, 'same');
            return tf.mean(tf.square(tf.sub(tf.leakyRelu(y), 1))) as tf.Scalar;
          },
          true,
          [filter],
        )!;
        read.push(...(await loss.data()));
        loss.dispose();
      }
      return [...read, ...(await filter.data())];
    };
    const expected = await train(BACKEND_NAMES.cpu);
    const { downloads } = ortStatistics('webgpu');
    const actual = await train(BACKEND_NAMES.webgpu);
    expectClose(actual, expected, 1e-3);
    expect(ortStatistics('webgpu').downloads - downloads).toBe(4 + 1);
  });
});
