import {
  findBackend,
  getKernelsForBackend,
  registerBackend,
  registerKernel,
  type KernelConfig,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import { OrtBackend, type OrtBackendOptions } from './backend.js';
import { isOrtAvailable, OrtUnavailableError } from './engine.js';
import { sizeOf } from './graph/graph.js';
import { mappings } from './kernels/index.js';
import type { KernelMapping } from './kernels/mapping.js';
import { emptyStatistics, type OrtStatistics } from './statistics.js';

/** The name under which TensorFlow.js knows the backend. */
export const BACKEND_NAME = 'ort';

/** These give their input a new shape or name; the cpu kernels share the data. */
const aliases = new Set(['Identity', 'Reshape']);

/**
 * Registers the backend `ort`; the first call decides the options. Select it with
 * `await tf.setBackend('ort')`. Throws `OrtUnavailableError` where ONNX Runtime does not load.
 */
export function registerOrtBackend(options: OrtBackendOptions = {}): void {
  if (findBackend(BACKEND_NAME)) return;
  const { available, reason } = isOrtAvailable();
  if (!available) throw new OrtUnavailableError(reason);
  registerBackend(BACKEND_NAME, () => new OrtBackend(options), 3);
  const recorded = new Map(mappings.map((mapping) => [mapping.name, mapping]));
  for (const kernel of getKernelsForBackend('cpu')) {
    const mapping = recorded.get(kernel.kernelName);
    if (mapping) registerKernel(recordingKernel(mapping, kernel));
    else if (aliases.has(kernel.kernelName))
      registerKernel({ ...kernel, backendName: BACKEND_NAME });
    else registerKernel(fallbackKernel(kernel));
  }
}

/** What the registered backend did so far; zeros before it was used. */
export function ortStatistics(): OrtStatistics {
  const backend = findBackend(BACKEND_NAME) as OrtBackend | undefined;
  return backend?.statistics ?? emptyStatistics();
}

function recordingKernel(mapping: KernelMapping, cpu: KernelConfig): KernelConfig {
  const fallback = fallbackKernel(cpu);
  return {
    kernelName: mapping.name,
    backendName: BACKEND_NAME,
    kernelFunc: (call) => {
      const description = mapping.describe(call.inputs, call.attrs ?? {});
      const isEmpty = ({ shape }: { shape: readonly number[] }): boolean => sizeOf(shape) === 0;
      if (!description || description.inputs.some(isEmpty) || description.outputs.some(isEmpty)) {
        return fallback.kernelFunc(call);
      }
      const results = (call.backend as OrtBackend).record(mapping, description);
      return mapping.isMultiple ? results : results[0]!;
    },
  };
}

function fallbackKernel(cpu: KernelConfig): KernelConfig {
  return {
    ...cpu,
    backendName: BACKEND_NAME,
    kernelFunc: (call): TensorInfo | TensorInfo[] => {
      const { fallbacks } = (call.backend as OrtBackend).statistics;
      fallbacks[cpu.kernelName] = (fallbacks[cpu.kernelName] ?? 0) + 1;
      return cpu.kernelFunc(call);
    },
  };
}
