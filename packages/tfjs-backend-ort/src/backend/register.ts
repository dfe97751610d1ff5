import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import {
  findBackend,
  getKernel,
  getKernelsForBackend,
  registerBackend,
  registerKernel,
  type KernelConfig,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import { keepFreedBlocks } from './allocator.js';
import { OrtBackend } from './backend.js';
import type { OrtBackendOptions } from '../execution/backend-options.js';
import { isOrtAvailable } from '../engine/availability.js';
import { keepComplexParts } from './complex-parts.js';
import type { Engine } from '../engine/engine.js';
import { OrtUnavailableError } from '../errors/unavailable-error.js';
import { sizeOf } from '../graph/graph.js';
import { mappings } from '../kernels/index.js';
import { cast } from '../kernels/cast.js';
import type { Description, KernelMapping } from '../kernels/mapping.js';
import { emptyStatistics, type OrtStatistics } from '../execution/statistics.js';
import { OrtTraceError } from '../errors/trace-error.js';

type KernelCall = Parameters<KernelConfig['kernelFunc']>[0];

/** The names of the TensorFlow.js backends, by engine. */
export const BACKEND_NAMES = { cpu: 'ort', webgpu: 'ort-webgpu', cuda: 'ort-cuda' } as const;

/** These kernels give their input a new shape or name; the cpu kernels share the data. */
const aliases = new Set(['Identity', 'Reshape']);

/**
 * Registers the backend `ort`, or `ort-webgpu` or `ort-cuda` for another engine. Only the first
 * call for an engine sets its options. Select the backend with `await tf.setBackend('ort')`. Throws
 * `OrtUnavailableError` if ONNX Runtime does not load or the engine does not start.
 */
export function registerOrtBackend(options: OrtBackendOptions = {}): void {
  const { engine = 'cpu' } = options;
  const backendName = BACKEND_NAMES[engine];
  if (findBackend(backendName)) return;
  const { available, reason } = isOrtAvailable(engine);
  if (!available) throw new OrtUnavailableError(reason);
  keepFreedBlocks();
  keepComplexParts(findBackend('cpu') as MathBackendCPU);
  registerBackend(backendName, () => keepComplexParts(new OrtBackend(options)), 3);
  const recorded = new Map(mappings.map((mapping) => [mapping.name, mapping]));
  for (const kernel of getKernelsForBackend('cpu')) {
    // Kernels stay registered when a backend is removed.
    if (getKernel(kernel.kernelName, backendName)) continue;
    const mapping = recorded.get(kernel.kernelName);
    const own = mapping
      ? recordingKernel(mapping, kernel)
      : aliases.has(kernel.kernelName)
        ? kernel
        : fallbackKernel(kernel);
    registerKernel({ ...own, backendName });
  }
}

/** Counters of the backend with that engine; zeros before it was used. */
export function ortStatistics(engine: Engine = 'cpu'): OrtStatistics {
  const backend = findBackend(BACKEND_NAMES[engine]) as OrtBackend | undefined;
  return backend?.statistics ?? emptyStatistics();
}

function recordingKernel(mapping: KernelMapping, cpu: KernelConfig): KernelConfig {
  const fallback = fallbackKernel(cpu);
  return {
    ...cpu,
    kernelFunc: (call) => {
      const backend = call.backend as OrtBackend;
      const attributes = call.attrs ?? {};
      mapping.refuse?.(call.inputs, attributes, (tensor) => backend.tensors.contentOf(tensor).data);
      const description = mapping.describe(call.inputs, attributes);
      const isEmpty = ({ shape }: { shape: readonly number[] }): boolean => sizeOf(shape) === 0;
      if (!description || description.inputs.some(isEmpty) || description.outputs.some(isEmpty)) {
        return fallback.kernelFunc(call);
      }
      if (mapping.isConstant && backend.isOnHost) return backend.fill(description);
      const results = recordAsTyped(backend, mapping, description);
      return mapping.isMultiple ? results : results[0]!;
    },
  };
}

/**
 * Records a kernel. On other backends, a cast that loses nothing gives the same data a second
 * dtype, and data that move to this backend keep the first one: those inputs are cast first.
 */
function recordAsTyped(
  backend: OrtBackend,
  mapping: KernelMapping,
  description: Description,
): TensorInfo[] {
  const casts: TensorInfo[] = [];
  const inputs = description.inputs.map((input) => {
    const { dtype } = backend.tensors.contentOf(input);
    if (dtype === input.dtype) return input;
    const x = { ...input, dtype };
    const typed = cast.describe({ x }, { dtype: input.dtype });
    if (!typed) return input;
    const [result] = backend.record(cast, typed);
    casts.push(result!);
    return result!;
  });
  const results = backend.record(mapping, casts.length ? { ...description, inputs } : description);
  for (const { dataId } of casts) backend.disposeData(dataId);
  return results;
}

function fallbackKernel(cpu: KernelConfig): KernelConfig {
  return {
    ...cpu,
    kernelFunc: (call): TensorInfo | TensorInfo[] => {
      const { fallbacks } = (call.backend as OrtBackend).statistics;
      fallbacks[cpu.kernelName] = (fallbacks[cpu.kernelName] ?? 0) + 1;
      try {
        return cpu.kernelFunc(call);
      } catch (error) {
        throw isTraceError(error) ? new OrtTraceError(needsNumbers(cpu.kernelName, call)) : error;
      }
    },
  };
}

/** Not `instanceof`: a process may have loaded another build of this package. */
const isTraceError = (error: unknown): boolean => (error as Error).name === 'OrtTraceError';

function needsNumbers(kernel: string, { inputs }: KernelCall): string {
  const operands = Object.values(inputs).flatMap((input) =>
    input ? [`${input.dtype} [${input.shape}]`] : [],
  );
  return (
    `${kernel} of ${operands.join(', ')} has no ONNX form here, so a traced or exported function ` +
    'cannot compute it; compute it outside and pass the result to the function, or use other operations'
  );
}
