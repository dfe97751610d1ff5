import {
  findBackend,
  getKernelsForBackend,
  registerBackend,
  registerKernel,
  type KernelConfig,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import { keepFreedBlocks } from './allocator.js';
import { OrtBackend, type OrtBackendOptions } from './backend.js';
import { isOrtAvailable } from './availability.js';
import { type Engine, OrtUnavailableError } from './engine.js';
import { sizeOf } from './graph/graph.js';
import { mappings } from './kernels/index.js';
import type { KernelMapping } from './kernels/mapping.js';
import { emptyStatistics, type OrtStatistics } from './statistics.js';

/** The names under which TensorFlow.js knows the backend with each engine. */
export const BACKEND_NAMES = { cpu: 'ort', webgpu: 'ort-webgpu', cuda: 'ort-cuda' } as const;

/** These give their input a new shape or name; the cpu kernels share the data. */
const aliases = new Set(['Identity', 'Reshape']);

/**
 * Registers the backend `ort`, or `ort-webgpu` or `ort-cuda` for another engine; the first call decides
 * its options. Select it with `await tf.setBackend('ort')`. Throws `OrtUnavailableError` where ONNX
 * Runtime does not load or the engine does not start.
 */
export function registerOrtBackend(options: OrtBackendOptions = {}): void {
  const { engine = 'cpu' } = options;
  const backendName = BACKEND_NAMES[engine];
  if (findBackend(backendName)) return;
  const { available, reason } = isOrtAvailable(engine);
  if (!available) throw new OrtUnavailableError(reason);
  keepFreedBlocks();
  registerBackend(backendName, () => new OrtBackend(options), 3);
  const recorded = new Map(mappings.map((mapping) => [mapping.name, mapping]));
  for (const kernel of getKernelsForBackend('cpu')) {
    const mapping = recorded.get(kernel.kernelName);
    const own = mapping
      ? recordingKernel(mapping, kernel)
      : aliases.has(kernel.kernelName)
        ? kernel
        : fallbackKernel(kernel);
    registerKernel({ ...own, backendName });
  }
}

/** What the registered backend with that engine did so far; zeros before it was used. */
export function ortStatistics(engine: Engine = 'cpu'): OrtStatistics {
  const backend = findBackend(BACKEND_NAMES[engine]) as OrtBackend | undefined;
  return backend?.statistics ?? emptyStatistics();
}

function recordingKernel(mapping: KernelMapping, cpu: KernelConfig): KernelConfig {
  const fallback = fallbackKernel(cpu);
  return {
    ...cpu,
    kernelFunc: (call) => {
      const description = mapping.describe(call.inputs, call.attrs ?? {});
      const isEmpty = ({ shape }: { shape: readonly number[] }): boolean => sizeOf(shape) === 0;
      if (!description || description.inputs.some(isEmpty) || description.outputs.some(isEmpty)) {
        return fallback.kernelFunc(call);
      }
      const backend = call.backend as OrtBackend;
      if (mapping.isConstant && backend.isOnHost) return backend.fill(description);
      const results = backend.record(mapping, description);
      return mapping.isMultiple ? results : results[0]!;
    },
  };
}

function fallbackKernel(cpu: KernelConfig): KernelConfig {
  return {
    ...cpu,
    kernelFunc: (call): TensorInfo | TensorInfo[] => {
      const { fallbacks } = (call.backend as OrtBackend).statistics;
      fallbacks[cpu.kernelName] = (fallbacks[cpu.kernelName] ?? 0) + 1;
      return cpu.kernelFunc(call);
    },
  };
}
