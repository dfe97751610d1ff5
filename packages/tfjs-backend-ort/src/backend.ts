import { availableParallelism } from 'node:os';
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import type { DataType, Tensor, TensorInfo } from '@tensorflow/tfjs-core';
import { download } from './download.js';
import type { Engine, EngineTensor } from './engine.js';
import { CompiledGraph } from './graph/compile.js';
import {
  type Attributes,
  type GraphNode,
  type HostData,
  type Operation,
  type Value,
} from './graph/graph.js';
import { type RunValues, type Schedule, schedule } from './graph/schedule.js';
import { SessionCache } from './graph/session-cache.js';
import type { Description } from './kernels/mapping.js';
import { emptyStatistics, type OrtStatistics } from './statistics.js';
import { typed } from './tensor-data.js';
import { TensorStore } from './tensor-store.js';
import { OrtTraceError } from './trace/trace-error.js';

export interface OrtBackendOptions {
  /** What computes, 'cpu' by default; each engine is a TensorFlow.js backend of its own. */
  engine?: Engine;
  /** Threads inside one operation; by default one for each core that the process may use. */
  threads?: number;
  /** Compiled graphs kept; the least recently used goes first. */
  sessions?: number;
  /** File prefix of ONNX Runtime's own profile, one JSON file a session; none by default. */
  profilePrefix?: string;
}

/** So many nodes are recorded at most before they run even if nobody reads a result. */
const MAX_PENDING_NODES = 20_000;

/**
 * A TensorFlow.js backend that records kernels and computes them as one ONNX graph when a value
 * is read. It extends the cpu backend: a kernel without a mapping runs there, on the values.
 */
export class OrtBackend extends MathBackendCPU {
  readonly statistics: OrtStatistics = emptyStatistics();
  readonly tensors: TensorStore;
  private readonly pending = new Set<Value>();
  private readonly sessions: SessionCache;
  private nodes = 0;
  private nodesAtFlush = 0;
  private isCapturing = false;

  constructor(private readonly options: OrtBackendOptions = {}) {
    super();
    const read = (tensor: EngineTensor): HostData => {
      this.statistics.downloads++;
      return download(tensor, options.engine ?? 'cpu');
    };
    this.tensors = new TensorStore(this.data, () => this.flush(), read);
    this.sessions = new SessionCache(options.sessions ?? 64);
  }

  override write(values: HostData, shape: number[], dtype: DataType): object {
    return this.tensors.hold({ shape, dtype, data: typed(values, dtype), index: 0 });
  }

  override move(
    dataId: object,
    values: HostData,
    shape: number[],
    dtype: DataType,
    refCount: number,
  ): void {
    const value = { shape, dtype, data: typed(values, dtype), index: 0 };
    this.tensors.holdAs(dataId, value, refCount);
  }

  override disposeData(dataId: object, force = false): boolean {
    const value = this.tensors.has(dataId) ? this.tensors.contentOf({ dataId }) : undefined;
    const isDisposed = super.disposeData(dataId, force);
    if (value && isDisposed) {
      this.pending.delete(value);
      this.tensors.buffers.retire(value);
    }
    return isDisposed;
  }

  /** Records one kernel and returns its results, which are not computed yet. */
  record(operation: Operation, description: Description): TensorInfo[] {
    if (this.nodes - this.nodesAtFlush >= MAX_PENDING_NODES && !this.isCapturing) this.flush();
    const outputs = description.outputs.map(({ shape, dtype }, index): Value => ({
      shape,
      dtype,
      index,
    }));
    const node: GraphNode = {
      id: this.nodes++,
      operation,
      inputs: description.inputs.map(({ dataId, shape }) => ({
        value: this.tensors.contentOf({ dataId }),
        shape,
      })),
      outputs,
      attributes: (description.attributes ?? {}) as Attributes,
    };
    return outputs.map((value) => {
      value.node = node;
      this.pending.add(value);
      const { dtype } = value;
      return { dataId: this.tensors.hold(value), shape: [...value.shape], dtype };
    });
  }

  /** Whether results are host memory. */
  get isOnHost(): boolean {
    return this.options.engine !== 'webgpu';
  }

  /**
   * A constant tensor, at once: an optimiser's slots begin as such, and so the graph of its first step
   * is that of all others.
   */
  fill({ outputs: [output], attributes }: Description): TensorInfo {
    const { shape, dtype } = output!;
    const value: Value = { shape, dtype, index: 0, isPooled: true };
    value.data = this.tensors.buffers.take(value).fill(attributes!['value'] as number);
    return { dataId: this.tensors.hold(value), shape: [...shape], dtype };
  }

  /** Computes every pending tensor that is still alive, in one run. */
  flush(): void {
    this.nodesAtFlush = this.nodes;
    if (this.pending.size === 0) return;
    if (this.isCapturing) {
      throw new OrtTraceError(
        'a traced function reads a value that it computes; return the tensor and read it outside ' +
          '(as tf.whereAsync must do, whose result has a size that depends on values)',
      );
    }
    this.computePending(schedule([...this.pending]));
  }

  /** Computes what `record` records, once `inspect` has seen it; what was pending before comes first. */
  capture<T>(record: () => void, inspect: (work: Schedule) => T): T {
    this.recordOnly(record);
    const work = schedule([...this.pending]);
    const result = inspect(work);
    this.computePending(work);
    return result;
  }

  /** Records without computing; what was pending before is computed first. */
  recordOnly<T>(record: () => T): T {
    this.flush();
    this.isCapturing = true;
    try {
      return record();
    } finally {
      this.isCapturing = false;
    }
  }

  /** A tensor that is not computed, for `recordOnly`; to read it is an error. */
  placeholder(value: Value): Tensor {
    this.pending.add(value);
    return this.tensors.tensorOf(value);
  }

  /** Forgets what is recorded and alive, and is never to be computed; answers whether anything was. */
  dropPending(): boolean {
    const { size } = this.pending;
    this.pending.clear();
    return size > 0;
  }

  /** Computes what `work` computes, of `values`. */
  compute(work: Schedule, values: RunValues): void {
    const graph = this.sessions.get(work.key, () => {
      this.statistics.compiles++;
      const { engine = 'cpu', profilePrefix } = this.options;
      // ONNX Runtime's own choice counts physical cores, and in a virtual machine finds one.
      const { threads = availableParallelism() } = this.options;
      return CompiledGraph.compile(work, { engine, threads, profilePrefix });
    });
    this.statistics.runs++;
    graph.run(values, this.tensors.buffers);
    this.tensors.buffers.settle();
  }

  override dispose(): void {
    this.sessions.clear();
    this.tensors.buffers.clear();
    this.pending.clear();
  }

  private computePending(work: Schedule): void {
    this.compute(work, work);
    this.pending.clear();
  }
}
