import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import type { backend_util, DataType, Tensor, TensorInfo, Variable } from '@tensorflow/tfjs-core';
import { download } from '../engine/download.js';
import type { EngineTensor } from '../engine/engine.js';
import {
  type Attributes,
  type GraphNode,
  type HostData,
  type Operation,
  type Value,
} from '../graph/graph.js';
import { GraphRunner } from '../execution/graph-runner.js';
import { type RunValues, type Schedule, schedule } from '../graph/schedule.js';
import type { OrtBackendOptions } from '../execution/backend-options.js';
import type { Description } from '../kernels/mapping.js';
import { emptyStatistics, type OrtStatistics } from '../execution/statistics.js';
import { TensorStore } from './tensor-store.js';
import { DisplacedValues } from './displaced-values.js';
import { OrtTraceError } from '../errors/trace-error.js';

/** At most this many nodes are recorded before they run even if no result is read. */
const MAX_PENDING_NODES = 20_000;

/**
 * A TensorFlow.js backend that records kernels and computes them as one ONNX graph when a value is
 * read. It extends the cpu backend: a kernel without a mapping runs there, on the values.
 */
export class OrtBackend extends MathBackendCPU {
  readonly statistics: OrtStatistics = emptyStatistics();
  readonly tensors: TensorStore;
  private readonly pending = new Set<Value>();
  private readonly runner: GraphRunner;
  private nodes = 0;
  private nodesAtFlush = 0;
  private isCapturing = false;
  /** The values of variables before a recording that is not computed yet. */
  private displaced: DisplacedValues | undefined;

  constructor(private readonly options: OrtBackendOptions = {}) {
    super();
    const read = (tensor: EngineTensor): HostData => {
      this.statistics.downloads++;
      return download(tensor, options.engine ?? 'cpu');
    };
    this.tensors = new TensorStore(this.data, () => this.flush(), read);
    this.runner = new GraphRunner(options, this.tensors.buffers, this.statistics);
  }

  override write(values: HostData, shape: number[], dtype: DataType): object {
    return this.tensors.hold(this.tensors.own(values, shape, dtype));
  }

  override move(
    dataId: object,
    values: HostData,
    shape: number[],
    dtype: DataType,
    refCount: number,
  ): void {
    this.tensors.holdAs(dataId, this.tensors.own(values, shape, dtype), refCount);
  }

  /** A copy of the values of a tensor, which the caller may change. */
  override readSync(dataId: object): backend_util.BackendValues {
    return this.tensors.read(dataId) ?? super.readSync(dataId);
  }

  override disposeData(dataId: object, force = false): boolean {
    const value = this.tensors.has(dataId) ? this.tensors.contentOf({ dataId }) : undefined;
    if (value) this.displaced?.note(dataId);
    const isDisposed = super.disposeData(dataId, force);
    if (value && isDisposed) {
      this.pending.delete(value);
      this.tensors.buffers.retire(value);
      // Memory that nothing pending can read is reused at once: for weights that are restored.
      if (this.pending.size === 0 && !this.displaced) this.tensors.buffers.settle();
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
    // A result that depends on a failed one throws the same error when it is read.
    const error = node.inputs.find(({ value }) => value.error)?.value.error;
    return outputs.map((value) => {
      if (error) {
        value.error = error;
      } else {
        value.node = node;
        this.pending.add(value);
      }
      const { dtype } = value;
      return { dataId: this.tensors.hold(value), shape: [...value.shape], dtype };
    });
  }

  /** Whether results are in host memory. */
  get isOnHost(): boolean {
    return this.options.engine !== 'webgpu';
  }

  /**
   * A constant tensor, filled at once. An optimiser's slots begin as constants: filled, they are
   * inputs of the graph of its first step, which is then the same as that of later steps.
   */
  fill({ outputs: [output], attributes }: Description): TensorInfo {
    const { shape, dtype } = output!;
    const value: Value = { shape, dtype, index: 0, isPooled: true };
    value.data = this.tensors.buffers.take(value).fill(attributes!['value'] as number);
    return { dataId: this.tensors.hold(value), shape: [...shape], dtype };
  }

  /**
   * Computes every pending tensor that is still alive, in one run. A failed operation does not
   * throw here, but when a tensor that depends on it is read; everything else is computed.
   */
  flush(): void {
    this.nodesAtFlush = this.nodes;
    if (this.pending.size === 0) return;
    if (this.isCapturing) {
      throw new OrtTraceError(
        'a traced function reads a value that it computes; return the tensor and read it outside of ' +
          'the function (so must tf.whereAsync, since the size of its result depends on values)',
      );
    }
    this.runner.attempt(schedule([...this.pending]));
    this.pending.clear();
  }

  /**
   * Computes the operations that `record` records, after `inspect` has seen them and the variables
   * that were assigned; pending operations are computed first. If anything fails, the variables get
   * their previous values back.
   */
  capture<T>(record: () => void, inspect: (work: Schedule, assigned: readonly Variable[]) => T): T {
    this.beginRecording();
    try {
      this.endRecording(record);
      const work = schedule([...this.pending]);
      const result = inspect(work, this.displaced?.variables ?? []);
      this.compute(work, work);
      this.pending.clear();
      return result;
    } catch (error) {
      this.displaced?.restore();
      throw error;
    } finally {
      this.displaced = undefined;
    }
  }

  /** Records without computing; pending operations are computed first. */
  recordOnly<T>(record: () => T): T {
    this.beginRecording();
    return this.endRecording(record);
  }

  /** A tensor without values, for `recordOnly`; reading it is an error. */
  placeholder(value: Value): Tensor {
    this.pending.add(value);
    return this.tensors.tensorOf(value);
  }

  /**
   * Drops all recorded tensors that are alive, which are then never computed, and gives variables
   * their previous values back. Returns whether there were any.
   */
  dropPending(): boolean {
    const { size } = this.pending;
    for (const value of this.pending) {
      value.error = new OrtTraceError(`a tensor [${value.shape}] was recorded but never computed`);
      value.node = undefined;
    }
    this.pending.clear();
    this.displaced?.restore();
    this.displaced = undefined;
    return size > 0;
  }

  /** Computes the outputs of `work` for `values`; see `GraphRunner.compute`. */
  compute(work: Schedule, values: RunValues): void {
    this.runner.compute(work, values);
  }

  override dispose(): void {
    this.runner.clear();
    this.dropPending();
    this.tensors.buffers.clear();
  }

  private beginRecording(): void {
    if (this.isCapturing) {
      throw new OrtTraceError(
        'a traced function calls another traced function; call the plain function',
      );
    }
    this.flush();
    this.isCapturing = true;
    this.displaced = new DisplacedValues(this.tensors);
  }

  private endRecording<T>(record: () => T): T {
    try {
      return record();
    } finally {
      this.isCapturing = false;
    }
  }
}
