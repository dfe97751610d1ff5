import * as tf from '@tensorflow/tfjs-core';
import { activateTensorFlow, type ImportPackage } from './activate-tensorflow.js';
import type { BackendName } from './backend-names.js';

/** A TensorFlow.js backend that this machine may be able to run. */
export interface BackendCandidate {
  /** What `--backend` calls it. */
  readonly name: BackendName;
  readonly description: string;
  /** Makes it the current backend; throws an Error whose message says why not. */
  activate(): Promise<void>;
  /** What to do when it does not work, unless the error knows better. */
  readonly wayOut: string;
}

const GPU_NEEDS = 'it needs an NVIDIA GPU with CUDA 11.2 and cuDNN 8.1, on Linux or Windows on x64';

/** All candidates, best first. */
export const backendCandidates = createBackendCandidates((name) => import(name));

/** The candidates, with another way to import the two TensorFlow packages. */
export function createBackendCandidates(importPackage: ImportPackage): readonly BackendCandidate[] {
  return [
    {
      name: 'node-gpu',
      description: 'TensorFlow on a CUDA GPU',
      wayOut: `npm install @tensorflow/tfjs-node-gpu; ${GPU_NEEDS}`,
      activate: () =>
        activateTensorFlow(
          { packageName: '@tensorflow/tfjs-node-gpu', wayToGpu: GPU_NEEDS },
          importPackage,
        ),
    },
    {
      name: 'ort',
      description: 'ONNX Runtime on the CPU',
      wayOut: 'npm install onnxruntime-node (Linux, macOS or Windows on x64 or arm64)',
      async activate() {
        const { isOrtAvailable, registerOrtBackend } = await import('@stackgan/tfjs-backend-ort');
        const { available, reason } = isOrtAvailable();
        if (!available) throw new Error(reason ?? 'onnxruntime-node does not load');
        registerOrtBackend();
        await use('ort');
      },
    },
    {
      name: 'node',
      description: 'TensorFlow on the CPU',
      wayOut: 'npm install @tensorflow/tfjs-node, which downloads TensorFlow',
      activate: () => activateTensorFlow({ packageName: '@tensorflow/tfjs-node' }, importPackage),
    },
    {
      name: 'cpu',
      description: 'plain JavaScript, about 1,000 times slower; for tests',
      wayOut: 'npm install @tensorflow/tfjs-backend-cpu',
      async activate() {
        await import('@tensorflow/tfjs-backend-cpu');
        await use('cpu');
      },
    },
  ];
}

async function use(name: string): Promise<void> {
  if (!(await tf.setBackend(name))) throw new Error('TensorFlow.js could not start it');
}
