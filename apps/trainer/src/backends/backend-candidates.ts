import type { Engine } from '@stackgan/tfjs-backend-ort';
import * as tf from '@tensorflow/tfjs-core';
import { activateTensorFlow, type ImportPackage } from './activate-tensorflow.js';
import type { BackendName } from './backend-names.js';

/** A TensorFlow.js backend that this machine may be able to run. */
export interface BackendCandidate {
  /** Its name in `--backend`. */
  readonly name: BackendName;
  readonly description: string;
  /** Whether `auto` skips it. */
  readonly onlyByName?: true;
  /**
   * Makes it the current backend. Throws an Error whose message gives the reason if it does not
   * work.
   */
  activate(): Promise<void>;
  /** Advice if it does not work, unless the error has its own. */
  readonly wayOut: string;
}

const GPU_NEEDS = 'it needs an NVIDIA GPU with CUDA 11.2 and cuDNN 8.1, on Linux or Windows on x64';

/** All candidates, best first. */
export const backendCandidates = createBackendCandidates((name) => import(name));

/** The candidates; `importPackage` replaces the import of the two TensorFlow packages. */
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
      activate: () => activateOrt('cpu'),
    },
    {
      name: 'ort-webgpu',
      description: 'ONNX Runtime on a GPU, through WebGPU',
      wayOut: "install the GPU's Vulkan driver and libvulkan1 (Linux)",
      // A driver may silently emulate a GPU in software, 100 times slower than the CPU backend.
      onlyByName: true,
      activate: () => activateOrt('webgpu'),
    },
    {
      name: 'ort-cuda',
      description: 'ONNX Runtime on an NVIDIA GPU, through CUDA',
      wayOut:
        'ONNXRUNTIME_NODE_INSTALL=cuda12 npm rebuild --ignore-scripts=false onnxruntime-node, with CUDA 12 and cuDNN 9',
      onlyByName: true,
      activate: () => activateOrt('cuda'),
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

async function activateOrt(engine: Engine): Promise<void> {
  const { BACKEND_NAMES, isOrtAvailable, registerOrtBackend } =
    await import('@stackgan/tfjs-backend-ort');
  const { available, reason } = isOrtAvailable(engine);
  if (!available) throw new Error(reason?.replace(/;.*$/, '') ?? 'onnxruntime-node does not load');
  registerOrtBackend({ engine });
  await use(BACKEND_NAMES[engine]);
}

async function use(name: string): Promise<void> {
  if (!(await tf.setBackend(name))) throw new Error('TensorFlow.js could not start it');
}
