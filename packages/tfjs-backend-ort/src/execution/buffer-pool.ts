import type { EngineTensor } from '../engine/engine.js';
import { type HostData, sizeOf, type Value } from '../graph/graph.js';

type HostArray = Float32ArrayConstructor | Int32ArrayConstructor | Uint8ArrayConstructor;

const arrays: Record<string, HostArray> = {
  float32: Float32Array,
  int32: Int32Array,
  bool: Uint8Array,
};

/**
 * Memory of disposed tensors, reused for new results: a training step replaces all its weights, and
 * allocating buffers of that size in every step keeps the garbage collector busy.
 */
export class BufferPool {
  private readonly free = new Map<string, HostData[]>();
  private readonly retired = new Set<HostData>();
  /**
   * Values of disposed tensors: objects that still refer to them, such as a compiled graph, must
   * not keep their memory alive.
   */
  private readonly gone = new Set<Value>();
  private readonly retiredOnDevice = new Set<EngineTensor>();

  /**
   * Memory for a value, with arbitrary content; the memory `overwritable`, if its tensor is
   * disposed of, even if pending nodes read it.
   */
  take({ dtype, shape }: Pick<Value, 'dtype' | 'shape'>, overwritable?: HostData): HostData {
    if (overwritable && this.retired.delete(overwritable)) return overwritable;
    const size = sizeOf(shape);
    const known = this.free.get(`${dtype} ${size}`)?.pop();
    return known ?? new arrays[dtype]!(size);
  }

  /** Undoes `take`; `wasOverwritable` says whether it returned the memory `overwritable`. */
  putBack(data: HostData, wasOverwritable: boolean): void {
    if (wasOverwritable) this.retired.add(data);
    else this.release(data);
  }

  /** Releases the memory of a value once the recorded nodes that may read it are computed. */
  retire(value: Value): void {
    const { data, device, isPooled, isBorrowed } = value;
    if (isBorrowed) return;
    this.gone.add(value);
    if (device) this.retiredOnDevice.add(device);
    else if (data && isPooled) this.retired.add(data);
  }

  /** Undoes `retire`. */
  keep(value: Value): void {
    const { data, device } = value;
    this.gone.delete(value);
    if (data) this.retired.delete(data);
    if (device) this.retiredOnDevice.delete(device);
  }

  /** Frees the memory of retired values, now that nothing pending reads it. */
  settle(): void {
    for (const data of this.retired) this.release(data);
    this.retired.clear();
    for (const value of this.gone) value.data = value.device = undefined;
    this.gone.clear();
    for (const tensor of this.retiredOnDevice) tensor.dispose();
    this.retiredOnDevice.clear();
  }

  clear(): void {
    this.settle();
    this.free.clear();
  }

  private release(data: HostData): void {
    const dtype =
      data instanceof Float32Array ? 'float32' : data instanceof Int32Array ? 'int32' : 'bool';
    const key = `${dtype} ${data.length}`;
    const known = this.free.get(key);
    if (known) known.push(data);
    else this.free.set(key, [data]);
  }
}
