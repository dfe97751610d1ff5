import { createRequire } from 'node:module';
import type { Tensor, TypedTensor } from 'onnxruntime-node';
import { OnnxModelBuilder, onnxTypes } from './onnx/model-builder.js';

/**
 * The one place that touches ONNX Runtime. Its public `InferenceSession.run` is asynchronous,
 * while TensorFlow.js needs `dataSync()`; the synchronous session is an internal of the
 * package (`onnxruntime-node/dist/binding`), which is why the version is pinned.
 */
export interface Session {
  /**
   * Runs the graph; results are written into `outputs`, of which null is the barrier. A session keeps
   * the memory that a run needed until it is released.
   */
  run(inputs: Record<string, Tensor>, outputs: Record<string, Tensor | null>): void;
  release(): void;
}

export interface EngineOptions {
  /** Threads inside one operation; 0 lets ONNX Runtime choose one a core. */
  threads: number;
  /** File prefix of ONNX Runtime's own profile, one JSON file a session; none by default. */
  profilePrefix?: string | undefined;
}

/** ONNX Runtime cannot be used here; the message says why and what to do. */
export class OrtUnavailableError extends Error {
  override readonly name = 'OrtUnavailableError';
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
}

let native: Native | undefined;

function loadNative(): Native {
  if (native) return native;
  const require = createRequire(import.meta.url);
  const help =
    `ONNX Runtime ships binaries for Linux x64/arm64, Windows arm64/x64 and macOS arm64; ` +
    `here: ${process.platform}-${process.arch}. Use another backend (node, cpu), or install onnxruntime-node 1.30.0`;
  try {
    const ort = require('onnxruntime-node') as {
      Tensor: new (type: string, data: unknown, shape: readonly number[]) => TypedTensor<'float32'>;
    };
    const internal = require('onnxruntime-node/dist/binding') as {
      binding?: { InferenceSession?: new () => NativeSession };
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
    };
    return native;
  } catch (error) {
    throw new OrtUnavailableError(
      `ONNX Runtime does not load: ${(error as Error).message}. ${help}`,
    );
  }
}

/** Whether ONNX Runtime loads on this machine, and if not, why. */
export function isOrtAvailable(): { available: boolean; reason?: string } {
  try {
    loadNative();
    return { available: true };
  } catch (error) {
    return { available: false, reason: (error as Error).message };
  }
}

/** Wraps host memory, without a copy, as an engine tensor. */
export function engineTensor(
  type: 'float32' | 'int32' | 'bool',
  data: Float32Array | Int32Array | Uint8Array,
  shape: readonly number[],
): Tensor {
  return loadNative().createTensor(type, data, shape);
}

/**
 * The type of an output that goes before all others (`OnnxModelBuilder.barrier`). The package writes
 * results into the memory given for them and then copies each into new memory besides, for a result
 * that nobody asked for; it stops at the first whose type JavaScript does not have. A version
 * that copies nothing, or has the type, takes no harm.
 */
const stoppedAtBarrier = `Tensor type (${onnxTypes.bfloat16}) is not supported`;

/** Compiles a serialised ONNX model. */
export function createSession(model: Uint8Array, options: EngineOptions): Session {
  const session = loadNative().createSession();
  session.loadModel(model.buffer, model.byteOffset, model.byteLength, {
    executionProviders: ['cpu'],
    executionMode: 'sequential',
    // The lowering has chosen layouts and shared nodes; ONNX Runtime's own transpose optimiser
    // would undo the former.
    graphOptimizationLevel: 'disabled',
    // Planning one block for a whole run needs half as much memory again as allocating as it goes.
    enableMemPattern: false,
    intraOpNumThreads: options.threads,
    logSeverityLevel: 4,
    ...(options.profilePrefix
      ? { enableProfiling: true, profileFilePrefix: options.profilePrefix }
      : {}),
  });
  return {
    run(inputs, outputs) {
      try {
        session.run(inputs, outputs, {});
      } catch (error) {
        if (!(error as Error).message.includes(stoppedAtBarrier)) throw error;
      }
    },
    release: () => {
      if (options.profilePrefix) session.endProfiling();
      session.dispose();
    },
  };
}

let block: number | undefined;

/**
 * How many channels ONNX Runtime's convolutions of blocked channels take at once on this processor (16
 * with AVX-512 and NEON, 8 with AVX); 1 if it has none. Its operators reorder such tensors by a
 * rule of their own, so a small one shows it.
 */
export function channelBlock(): number {
  return (block ??= findChannelBlock());
}

function findChannelBlock(): number {
  const builder = new OnnxModelBuilder();
  const shape = [1, 16, 1, 2];
  const input = builder.input('float32', shape);
  const output = builder.node('com.microsoft.nchwc.ReorderInput', [input]);
  builder.output(output, 'float32', shape);
  // Pixels 0 and 1 of channel c hold c and c + 0.5.
  const pixels = Float32Array.from({ length: 32 }, (_, i) => i / 2);
  const reordered = new Float32Array(32);
  try {
    const session = createSession(builder.finish(), { threads: 1 });
    session.run(
      { [input]: engineTensor('float32', pixels, shape) },
      { [output]: engineTensor('float32', reordered, shape) },
    );
    session.release();
  } catch {
    return 1;
  }
  const secondPixel = reordered.indexOf(0.5);
  const isBlock = [8, 16].includes(secondPixel);
  return isBlock && reordered.every((value, i) => value === blockedPixel(i, secondPixel))
    ? secondPixel
    : 1;
}

function blockedPixel(index: number, size: number): number {
  const [block, rest] = [Math.floor(index / (2 * size)), index % (2 * size)];
  return block * size + (rest % size) + (rest >= size ? 0.5 : 0);
}
