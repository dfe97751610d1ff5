import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ImportPackage } from './activate-tensorflow.js';
import { createBackendCandidates } from './backend-candidates.js';
import { selectBackend, tryBackend } from './select-backend.js';

/** What importing tfjs-node or tfjs-node-gpu does, with the kernels of the cpu backend. */
const tensorflow =
  (isUsingGpuDevice: boolean): ImportPackage =>
  async () => {
    tf.registerBackend('tensorflow', () =>
      Object.assign(new MathBackendCPU(), { isUsingGpuDevice }),
    );
    await tf.setBackend('tensorflow');
  };
const failure =
  (message: string, code?: string): ImportPackage =>
  () =>
    Promise.reject(Object.assign(new Error(message), { code }));

beforeAll(() => tf.copyRegisteredKernels('cpu', 'tensorflow'));
afterEach(() => {
  if (tf.findBackendFactory('tensorflow') !== null) tf.removeBackend('tensorflow');
});

describe('node-gpu', () => {
  const select = (choice: string, importPackage: ImportPackage) =>
    selectBackend(
      choice,
      createBackendCandidates(importPackage).filter(({ name }) => !name.startsWith('ort')),
    );

  it('works where TensorFlow sees a GPU', async () => {
    expect((await select('auto', tensorflow(true))).name).toBe('node-gpu');
    expect(tf.getBackend()).toBe('tensorflow');
  });

  it('says so and leaves nothing behind where TensorFlow sees none', async () => {
    await expect(select('node-gpu', tensorflow(false))).rejects.toThrow(
      /^backend node-gpu: installed, but sees no GPU; it needs an NVIDIA GPU with CUDA 11\.2 .*, or --backend auto$/,
    );
    expect(tf.findBackendFactory('tensorflow')).toBeNull();
    expect(tf.getBackend()).not.toBe('tensorflow');
  });

  it('is passed over by auto where TensorFlow sees none', async () => {
    const blind = tensorflow(false);
    const missing = failure("Cannot find package '@tensorflow/tfjs-node'", 'ERR_MODULE_NOT_FOUND');
    const report = await select('auto', (name) =>
      (name === '@tensorflow/tfjs-node-gpu' ? blind : missing)(name),
    );
    expect(report.name).toBe('cpu');
    expect(tf.getBackend()).toBe('cpu');
    expect(tf.findBackendFactory('tensorflow')).toBeNull();
  });
});

describe('node', () => {
  const attempt = (importPackage: ImportPackage) =>
    tryBackend(createBackendCandidates(importPackage).find(({ name }) => name === 'node')!);

  it('needs no GPU', async () => {
    expect(await attempt(tensorflow(false))).toMatchObject({ works: true });
  });

  it('is to be installed where it is not', async () => {
    const missing = failure("Cannot find package '@tensorflow/tfjs-node'", 'ERR_MODULE_NOT_FOUND');
    expect(await attempt(missing)).toMatchObject({
      works: false,
      reason: 'not installed',
      wayOut: 'npm install @tensorflow/tfjs-node, which downloads TensorFlow',
    });
  });

  it('is to be rebuilt where its install script did not run', async () => {
    const noAddon = failure('The addon can not be found at path: tfjs_binding.node. \nPlease run');
    expect(await attempt(noAddon)).toMatchObject({
      works: false,
      reason:
        'installed, but does not load: The addon can not be found at path: tfjs_binding.node.',
      wayOut:
        'npm rebuild --ignore-scripts=false @tensorflow/tfjs-node, which downloads TensorFlow',
    });
  });
});
