import { availableParallelism } from 'node:os';
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import { type DataType, engine, type Tensor, type TensorInfo } from '@tensorflow/tfjs-core';
import { collectGarbage } from './allocator.js';
import { download } from './download.js';
import type { Engine, EngineTensor } from './engine.js';
import { BufferPool } from './graph/buffer-pool.js';
import { CompiledGraph } from './graph/compile.js';
import {
  type Attributes,
  type GraphNode,
  type HostData,
  type Operation,
  sameShape,
  type Value,
} from './graph/graph.js';
import { type RunValues, type Schedule, schedule } from './graph/schedule.js';
import { SessionCache } from './graph/session-cache.js';
import type { Description } from './kernels/mapping.js';
import { emptyStatistics, type OrtStatistics } from './statistics.js';
import { OrtTensorData, typed } from './tensor-data.js';
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

type CpuTensorData = ReturnType<MathBackendCPU['data']['get']>;

/**
 * A TensorFlow.js backend that records kernels and computes them as one ONNX graph when a value
 * is read. It extends the cpu backend: a kernel without a mapping runs there, on the values.
 */
export class OrtBackend extends MathBackendCPU {
  readonly statistics: OrtStatistics = emptyStatistics();
  private readonly pending = new Set<Value>();
  private readonly sessions: SessionCache;
  private readonly buffers = new BufferPool();
  private nodes = 0;
  private nodesAtFlush = 0;
  private isCapturing = false;
  private dataIds = 0;
  private readonly flushPending = (): void => this.flush();
  private readonly download = (tensor: EngineTensor): HostData => {
    this.statistics.downloads++;
    return download(tensor, this.options.engine ?? 'cpu');
  };

  constructor(private readonly options: OrtBackendOptions = {}) {
    super();
    this.sessions = new SessionCache(options.sessions ?? 64);
  }

  override write(values: HostData, shape: number[], dtype: DataType): object {
    return this.hold({ shape, dtype, data: typed(values, dtype), index: 0 });
  }

  override move(
    dataId: object,
    values: HostData,
    shape: number[],
    dtype: DataType,
    refCount: number,
  ): void {
    const data = new OrtTensorData(
      dtype,
      { shape, dtype, data: typed(values, dtype), index: 0 },
      this.flushPending,
      this.download,
    );
    data.refCount = refCount;
    this.data.set(dataId, data as CpuTensorData);
  }

  override disposeData(dataId: object, force = false): boolean {
    const entry = this.data.has(dataId) ? this.entry(dataId) : undefined;
    const isDisposed = super.disposeData(dataId, force);
    if (entry && isDisposed) {
      const { value } = entry;
      this.pending.delete(value);
      this.buffers.retire(value);
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
        value: this.entry(dataId).value,
        shape,
      })),
      outputs,
      attributes: (description.attributes ?? {}) as Attributes,
    };
    return outputs.map((value) => {
      value.node = node;
      this.pending.add(value);
      const { dtype } = value;
      return { dataId: this.hold(value), shape: [...value.shape], dtype };
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
    value.data = this.buffers.take(value).fill(attributes!['value'] as number);
    return { dataId: this.hold(value), shape: [...shape], dtype };
  }

  /** Computes every pending tensor that is still alive, in one run. */
  flush(): void {
    this.nodesAtFlush = this.nodes;
    if (this.pending.size === 0) return;
    if (this.isCapturing) {
      throw new OrtTraceError(
        'a traced function reads a value that it computes; return the tensor and read it outside',
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
    const { shape, dtype } = value;
    const dataId = this.hold(value);
    return engine().makeTensorFromTensorInfo({ dataId, shape: [...shape], dtype });
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
    graph.run(values, this.buffers);
    this.buffers.settle();
  }

  override dispose(): void {
    this.sessions.clear();
    this.buffers.clear();
    this.pending.clear();
  }

  /** Whether the data of `dataId` is here. */
  holds(dataId: object): boolean {
    return this.data.has(dataId);
  }

  /** What is kept of a tensor, under the shape that it was made with. */
  contentOf({ dataId }: TensorInfo): Value {
    return this.entry(dataId).value;
  }

  /** What is kept of a tensor that was computed, under the shape that the tensor has. */
  shaped(tensor: TensorInfo): Value {
    const { shape, dtype } = tensor;
    const value = this.contentOf(tensor);
    if (sameShape(value.shape, shape)) return value;
    return { shape, dtype, data: this.entry(tensor.dataId).values, index: 0 };
  }

  /** A tensor that shares the memory of another, and is nevertheless told apart. */
  borrow(tensor: Tensor): Tensor {
    const { shape, dtype } = tensor;
    const value = this.shaped(tensor);
    value.isPooled = false;
    const dataId = this.hold({ ...value, isBorrowed: true });
    return engine().makeTensorFromTensorInfo({ dataId, shape, dtype });
  }

  /** The numbers of a value that was computed. */
  numbersOf({ data, device }: Value): HostData {
    return data ?? this.download(device!);
  }

  /** A data id of a copy, in the backend's own memory. */
  copy(value: Value, shape: readonly number[]): object {
    const { dtype } = value;
    const own: Value = { shape, dtype, index: 0, isPooled: true };
    own.data = this.buffers.take(own);
    own.data.set(this.numbersOf(value));
    return this.hold(own);
  }

  /** Frees what is gone at once, while nothing is pending. */
  collect(): void {
    this.buffers.settle();
    collectGarbage();
  }

  /** Keeps a value, even if the tensor is gone, from losing its memory. */
  keep(value: Value): void {
    value.isBorrowed = true;
    this.buffers.keep(value);
  }

  /** Gives the memory of a value back, which pending nodes may still read. */
  retire(value: Value): void {
    this.buffers.retire(value);
  }

  /** Gives a data id another value. */
  replace(dataId: object, value: Value): void {
    this.entry(dataId).value = value;
  }

  private computePending(work: Schedule): void {
    this.compute(work, work);
    this.pending.clear();
  }

  private entry(dataId: object): OrtTensorData {
    return this.data.get(dataId) as unknown as OrtTensorData;
  }

  /** A data id of a value. */
  hold(value: Value): object {
    const dataId = { id: this.dataIds++ };
    this.data.set(
      dataId,
      new OrtTensorData(value.dtype, value, this.flushPending, this.download) as CpuTensorData,
    );
    return dataId;
  }
}
