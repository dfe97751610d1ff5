import { type DataType, engine, type Tensor, type TensorInfo } from '@tensorflow/tfjs-core';
import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import { collectGarbage } from './allocator.js';
import { BufferPool } from '../execution/buffer-pool.js';
import { type HostData, sameShape, type Value } from '../graph/graph.js';
import { type Download, OrtTensorData } from './tensor-data.js';

type CpuTensorData = ReturnType<MathBackendCPU['data']['get']>;

/** The values of a backend's tensors, and a pool of the memory of disposed ones. */
export class TensorStore {
  readonly buffers = new BufferPool();
  private dataIds = 0;

  constructor(
    private readonly data: MathBackendCPU['data'],
    private readonly flush: () => void,
    private readonly download: Download,
  ) {}

  /**
   * A copy of `values` in the backend's own memory: an operation uses the values of the time of its
   * call, though the caller may write the next batch into the same array before the operation runs.
   * Strings are not copied, since kernels that read them run at once; nor are complex tensors,
   * which have no values of their own.
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

  /** A new data id for a value. */
  hold(value: Value): object {
    const dataId = { id: this.dataIds++ };
    this.holdAs(dataId, value);
    return dataId;
  }

  /** Stores a value under a data id that TensorFlow.js moves here from another backend. */
  holdAs(dataId: object, value: Value, refCount = 1): void {
    const entry = new OrtTensorData(value.dtype, value, this.flush, this.download);
    entry.refCount = refCount;
    this.data.set(dataId, entry as CpuTensorData);
  }

  /** Whether the data of `dataId` is on this backend. */
  has(dataId: object): boolean {
    return this.data.has(dataId);
  }

  /** The value of a tensor, with the shape that it was made with. */
  contentOf({ dataId }: Pick<TensorInfo, 'dataId'>): Value {
    return this.entry(dataId).value;
  }

  /** The value of a computed tensor; throws the error of a failed computation. */
  computed(tensor: Pick<TensorInfo, 'dataId'>): Value {
    const value = this.contentOf(tensor);
    if (value.error) throw value.error;
    return value;
  }

  /** The same with the shape of the tensor. */
  shaped(tensor: TensorInfo): Value {
    const { shape, dtype } = tensor;
    const value = this.computed(tensor);
    if (sameShape(value.shape, shape)) return value;
    return { shape, dtype, data: this.entry(tensor.dataId).values, index: 0 };
  }

  /** The numbers of a computed value; do not change or keep them. */
  numbersOf({ data, device, error }: Value): HostData {
    if (error) throw error;
    return data ?? this.download(device!);
  }

  /**
   * A copy of the numbers or strings of a tensor, computed if need be; `undefined` for a complex
   * tensor, which has parts.
   */
  read(dataId: object): HostData | undefined {
    // `slice`, because an array of strings may have holes.
    return this.entry(dataId).numbers?.slice();
  }

  /** A tensor of a value. */
  tensorOf(value: Value, dataId = this.hold(value), shape = value.shape): Tensor {
    const { dtype } = value;
    return engine().makeTensorFromTensorInfo({ dataId, shape: [...shape], dtype });
  }

  /** One more tensor with this data id, of the shape that its value was made with. */
  share(dataId: object): Tensor {
    this.entry(dataId).refCount++;
    return this.tensorOf(this.contentOf({ dataId }), dataId);
  }

  /** A tensor that shares the memory of another but has a value of its own, to tell them apart. */
  borrow(tensor: Tensor): Tensor {
    const value = this.shaped(tensor);
    value.isPooled = false;
    return this.tensorOf({ ...value, isBorrowed: true });
  }

  /** A copy of a value, in the backend's own memory, for a variable. */
  copy(value: Value, shape: readonly number[]): Tensor {
    return this.tensorOf(this.own(this.numbersOf(value), shape, value.dtype));
  }

  /** Prevents the memory of a value from being reused, even when its tensor is disposed of. */
  keep(value: Value): void {
    value.isBorrowed = true;
    this.buffers.keep(value);
  }

  /** Sets the value of a data id that no other tensor shares. */
  assign(dataId: object, value: Value): void {
    this.entry(dataId).value = value;
  }

  /** Frees the memory of disposed tensors at once; only while nothing is pending. */
  collect(): void {
    this.buffers.settle();
    collectGarbage();
  }

  private entry(dataId: object): OrtTensorData {
    return this.data.get(dataId) as unknown as OrtTensorData;
  }
}
