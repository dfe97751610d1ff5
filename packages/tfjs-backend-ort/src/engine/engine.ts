import { createRequire } from 'node:module';
import type { Tensor, TypedTensor } from 'onnxruntime-node';
import { OrtDeviceError } from '../errors/device-error.js';
import { OrtUnavailableError } from '../errors/unavailable-error.js';
import { onnxTypes } from '../onnx/onnx-model.js';

/**
 * The only file that uses ONNX Runtime. Its public `InferenceSession.run` is asynchronous, while
 * TensorFlow.js needs `dataSync()`; the synchronous session is an internal of onnxruntime-node
 * (`onnxruntime-node/dist/binding`), which is why its version is pinned.
 */
export interface Session {
  /**
   * Runs the graph and returns the results for which `outputs` gives no memory. A session keeps the
   * memory of a run until it is released. Results on a GPU are in that memory, so it is kept until
   * they are disposed of, too.
   */
  run(
    inputs: Record<string, Tensor>,
    outputs: Record<string, Tensor | null>,
  ): Record<string, Tensor>;
  release(): void;
}

/**
 * Where operations are computed: on the CPU; on a GPU through WebGPU (Vulkan, Metal or Direct3D
 * 12), where results stay until they are read; or on an NVIDIA GPU through CUDA.
 */
export type Engine = 'cpu' | 'webgpu' | 'cuda';

export interface EngineOptions {
  engine: Engine;
  /** Threads inside one operation. */
  threads: number;
  /** File prefix of ONNX Runtime's own profile, one JSON file per session; none by default. */
  profilePrefix?: string | undefined;
}

export type EngineTensor = Tensor;

interface NativeSession {
  loadModel(buffer: ArrayBufferLike, offset: number, length: number, options: object): void;
  run(feeds: object, fetches: object, options: object): Record<string, Tensor>;
  endProfiling(): void;
  dispose(): void;
}

interface Native {
  createSession(): NativeSession;
  createTensor(
    type: 'float32' | 'int32' | 'bool',
    data: Float32Array | Int32Array | Uint8Array,
    shape: readonly number[],
  ): Tensor;
  /** A tensor on the GPU as a vector, which does not own the memory. */
  flatten(tensor: Tensor): Tensor;
  engines(): string[];
}

let native: Native | undefined;

/** Loads onnxruntime-node once; throws OrtUnavailableError. */
export function loadNative(): Native {
  if (native) return native;
  const require = createRequire(import.meta.url);
  const help =
    `ONNX Runtime ships binaries for Linux x64/arm64, Windows arm64/x64 and macOS arm64; ` +
    `this platform is ${process.platform}-${process.arch}. Use another backend (node, cpu), or install onnxruntime-node 1.30.0`;
  try {
    const ort = require('onnxruntime-node') as {
      Tensor: {
        new (type: string, data: unknown, shape: readonly number[]): TypedTensor<'float32'>;
        fromGpuBuffer(buffer: unknown, options: { dataType: string; dims: number[] }): Tensor;
      };
    };
    const internal = require('onnxruntime-node/dist/binding') as {
      binding?: {
        InferenceSession?: new () => NativeSession;
        listSupportedBackends?: () => { name: string }[];
      };
      initOrt?: () => void;
    };
    const NativeClass = internal.binding?.InferenceSession;
    if (!NativeClass || !internal.initOrt || typeof NativeClass.prototype.run !== 'function') {
      throw new Error('its internal synchronous session has moved');
    }
    internal.initOrt();
    native = {
      createSession: () => new NativeClass(),
      createTensor: (type, data, shape) => new ort.Tensor(type, data, shape),
      flatten: (tensor) =>
        ort.Tensor.fromGpuBuffer((tensor as { gpuBuffer: unknown }).gpuBuffer, {
          dataType: 'float32',
          dims: [tensor.dims.reduce((size, dimension) => size * dimension, 1)],
        }),
      engines: () => internal.binding?.listSupportedBackends?.().map(({ name }) => name) ?? ['cpu'],
    };
    return native;
  } catch (error) {
    throw new OrtUnavailableError(
      `ONNX Runtime does not load: ${(error as Error).message}. ${help}`,
    );
  }
}

/** Wraps host memory as an engine tensor, without a copy. */
export function engineTensor(
  type: 'float32' | 'int32' | 'bool',
  data: Float32Array | Int32Array | Uint8Array,
  shape: readonly number[],
): Tensor {
  return loadNative().createTensor(type, data, shape);
}

/**
 * The error for an output of a type that JavaScript does not have, which comes before all others
 * (`OnnxModelBuilder.barrier`). onnxruntime-node writes results into the memory given for them,
 * then copies each of them into new memory that is not used; it stops at the first type that
 * it does not support. A version that does not copy, or supports the type, also works.
 */
const stoppedAtBarrier = `Tensor type (${onnxTypes.bfloat16}) is not supported`;

/** Compiles a serialised ONNX model; the outputs `onDevice` stay in the engine's own memory. */
export function createSession(
  model: Uint8Array,
  options: EngineOptions,
  onDevice: readonly string[] = [],
): Session {
  const session = loadNative().createSession();
  const location = Object.fromEntries(onDevice.map((name) => [name, 'gpu-buffer']));
  session.loadModel(model.buffer, model.byteOffset, model.byteLength, {
    executionProviders: [options.engine],
    ...(onDevice.length && { preferredOutputLocation: location }),
    executionMode: 'sequential',
    // The lowering has chosen layouts and shared nodes; ONNX Runtime's own transpose optimiser
    // would undo the layouts.
    graphOptimizationLevel: 'disabled',
    // Planning one block for a whole run takes 1.5 times the memory of allocating step by step.
    enableMemPattern: false,
    intraOpNumThreads: options.threads,
    logSeverityLevel: 4,
    ...(options.profilePrefix
      ? { enableProfiling: true, profileFilePrefix: options.profilePrefix }
      : {}),
  });
  const end = (): void => {
    if (options.profilePrefix) session.endProfiling();
    session.dispose();
  };
  let live = 0;
  let isReleased = false;
  /**
   * Counts a result on the GPU until it is disposed of; disposing of it after the session ends
   * would be a segmentation fault.
   */
  const count = (result: Tensor): void => {
    if (result.location !== 'gpu-buffer') return;
    live++;
    const dispose = result.dispose.bind(result);
    result.dispose = () => {
      dispose();
      if (--live === 0 && isReleased) end();
    };
  };
  return {
    run(inputs, outputs) {
      try {
        const results = session.run(inputs, outputs, {});
        Object.values(results).forEach(count);
        return results;
      } catch (error) {
        const { message } = error as Error;
        if (message.includes(stoppedAtBarrier)) return {};
        if (options.engine === 'cpu') throw error;
        throw new OrtDeviceError(
          `ONNX Runtime's engine ${options.engine} failed: ${message}; if the GPU ran out of memory, ` +
            'use smaller batches or networks; if the device was lost, restart the program; ' +
            'or use the engine cpu',
        );
      }
    },
    release: () => {
      isReleased = true;
      if (live === 0) end();
    },
  };
}
