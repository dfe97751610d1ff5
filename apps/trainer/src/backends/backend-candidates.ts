import * as tf from '@tensorflow/tfjs-core';
import type { BackendName } from './backend-names.js';

/** A TensorFlow.js backend that this machine may be able to run. */
export interface BackendCandidate {
  /** What `--backend` calls it. */
  readonly name: BackendName;
  readonly description: string;
  /** Makes it the current backend; throws an Error whose message says why not. */
  activate(): Promise<void>;
  /** What to do when it does not work. */
  readonly wayOut: string;
}

/** All candidates, best first. */
export const backendCandidates: readonly BackendCandidate[] = [
  {
    name: 'node-gpu',
    description: 'TensorFlow on a CUDA GPU',
    wayOut: 'npm install @tensorflow/tfjs-node-gpu, with an NVIDIA GPU and CUDA 11',
    async activate() {
      await activateTensorFlow('@tensorflow/tfjs-node-gpu');
      const backend = tf.backend() as { isUsingGpuDevice?: boolean };
      if (backend.isUsingGpuDevice !== true) throw new Error('installed, but sees no GPU');
    },
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
    wayOut: 'npm install @tensorflow/tfjs-node (Node 20 or 22)',
    activate: () => activateTensorFlow('@tensorflow/tfjs-node'),
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

// The two TensorFlow packages are optional peers: their names stay out of the type checker's sight.
async function activateTensorFlow(packageName: string): Promise<void> {
  try {
    await import(packageName);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const missing = code === 'ERR_MODULE_NOT_FOUND' && message.includes(`'${packageName}'`);
    throw new Error(missing ? 'not installed' : `does not load: ${firstLine(message)}`);
  }
  await use('tensorflow');
}

async function use(name: string): Promise<void> {
  if (!(await tf.setBackend(name))) throw new Error('TensorFlow.js could not start it');
}

const firstLine = (text: string) => text.split('\n', 1)[0] ?? '';
