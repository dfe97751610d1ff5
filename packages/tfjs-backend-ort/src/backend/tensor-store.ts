import { type DataType, engine, type Tensor, type TensorInfo } from '@tensorflow/tfjs-core';
import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import { collectGarbage } from './allocator.js';
import { BufferPool } from '../execution/buffer-pool.js';
import { type HostData, sameShape, type Value } from '../graph/graph.js';
import { type Download, OrtTensorData } from './tensor-data.js';

type CpuTensorData = ReturnType<MathBackendCPU['data']['get']>;

/** What a backend keeps of each tensor, and the memory of those that are gone. */
export class TensorStore {
  readonly buffers = new BufferPool();
  private dataIds = 0;

  constructor(
    private readonly data: MathBackendCPU['data'],
    private readonly flush: () => void,
    private readonly download: Download,
  ) {}

  /**
   * The numbers that `values` holds now, in memory of the backend's own: an op computes on those of its call,
   * and who brings an array may write the next batch into it before that runs. Strings are kept as they are,
   * since what reads them computes at once, and so is what has no numbers of its own, a complex tensor.
   */
  own(values: HostData | undefined, shape: readonly number[], dtype: DataType): Value {
    if (!values || dtype === 'string' || dtype === 'complex64') {
      return { shape, dtype, data: values, index: 0 };
    }
    // Some cpu kernels give int32 or bool as a Float32Array.
    const data = this.buffers.take({ dtype, shape: [values.length] });
    data.set(values);
    return { shape, dtype, data, index: 0, isPooled: true };
  }

  /** A data id of a value. */
  hold(value: Value): object {
    const dataId = { id: this.dataIds++ };
    this.holdAs(dataId, value);
    return dataId;
  }

  /** Makes a value that of a data id which the engine brings from another backend. */
  holdAs(dataId: object, value: Value, refCount = 1): void {
    const entry = new OrtTensorData(value.dtype, value, this.flush, this.download);
    entry.refCount = refCount;
    this.data.set(dataId, entry as CpuTensorData);
  }

  /** Whether the data of `dataId` is here. */
  has(dataId: object): boolean {
    return this.data.has(dataId);
  }

  /** What is kept of a tensor, under the shape that it was made with. */
  contentOf({ dataId }: Pick<TensorInfo, 'dataId'>): Value {
    return this.entry(dataId).value;
  }

  /** What is kept of a tensor that was computed; throws what made that impossible. */
  computed(tensor: Pick<TensorInfo, 'dataId'>): Value {
    const value = this.contentOf(tensor);
    if (value.error) throw value.error;
    return value;
  }

  /** The same under the shape that the tensor has. */
  shaped(tensor: TensorInfo): Value {
    const { shape, dtype } = tensor;
    const value = this.computed(tensor);
    if (sameShape(value.shape, shape)) return value;
    return { shape, dtype, data: this.entry(tensor.dataId).values, index: 0 };
  }

  /** The numbers of a value that was computed, not to be changed or kept. */
  numbersOf({ data, device, error }: Value): HostData {
    if (error) throw error;
    return data ?? this.download(device!);
  }

  /** A copy of the numbers, or strings, of a tensor, computed if need be; `undefined` for a complex one, which has parts. */
  read(dataId: object): HostData | undefined {
    // As it is, for an array of strings may have holes.
    return this.entry(dataId).numbers?.slice();
  }

  /** A tensor of a value. */
  tensorOf(value: Value, dataId = this.hold(value), shape = value.shape): Tensor {
    const { dtype } = value;
    return engine().makeTensorFromTensorInfo({ dataId, shape: [...shape], dtype });
  }

  /** One more tensor of a data id, of the shape that its value was made with. */
  share(dataId: object): Tensor {
    this.entry(dataId).refCount++;
    return this.tensorOf(this.contentOf({ dataId }), dataId);
  }

  /** A tensor that shares the memory of another, and is nevertheless told apart. */
  borrow(tensor: Tensor): Tensor {
    const value = this.shaped(tensor);
    value.isPooled = false;
    return this.tensorOf({ ...value, isBorrowed: true });
  }

  /** A tensor of the same numbers, in the backend's own memory, for a variable. */
  copy(value: Value, shape: readonly number[]): Tensor {
    return this.tensorOf(this.own(this.numbersOf(value), shape, value.dtype));
  }

  /** Keeps a value, even if the tensor is gone, from losing its memory. */
  keep(value: Value): void {
    value.isBorrowed = true;
    this.buffers.keep(value);
  }

  /** Gives a variable that nobody shares its next value. */
  assign(dataId: object, value: Value): void {
    this.entry(dataId).value = value;
  }

  /** Frees what is gone at once, while nothing is pending. */
  collect(): void {
    this.buffers.settle();
    collectGarbage();
  }

  private entry(dataId: object): OrtTensorData {
    return this.data.get(dataId) as unknown as OrtTensorData;
  }
}
