import type { EngineTensor } from '../engine/engine.js';
import type { HostData, Value } from '../graph/graph.js';
import { sizeOf } from '../graph/graph.js';

type HostArray = Float32ArrayConstructor | Int32ArrayConstructor | Uint8ArrayConstructor;

const arrays: Record<string, HostArray> = {
  float32: Float32Array,
  int32: Int32Array,
  bool: Uint8Array,
};

/**
 * Memory of tensors that are gone, used again for new results: a training step replaces all its
 * weights, and fresh buffers of that size at every step keep the garbage collector busy.
 */
export class BufferPool {
  private readonly free = new Map<string, HostData[]>();
  private readonly retired = new Set<HostData>();
  /** Values that are gone: whoever still names them, as a graph that was compiled, must not keep their memory. */
  private readonly gone = new Set<Value>();
  private readonly retiredOnDevice = new Set<EngineTensor>();

  /**
   * Memory for a value, with whatever it held before; that of `overwritable`, if nobody needs it any
   * more, though pending nodes read it.
   */
  take({ dtype, shape }: Pick<Value, 'dtype' | 'shape'>, overwritable?: HostData): HostData {
    if (overwritable && this.retired.delete(overwritable)) return overwritable;
    const size = sizeOf(shape);
    const known = this.free.get(`${dtype} ${size}`)?.pop();
    return known ?? new arrays[dtype]!(size);
  }

  /** Undoes `take`; `wasOverwritable` says whether it took the memory that it was offered. */
  putBack(data: HostData, wasOverwritable: boolean): void {
    if (wasOverwritable) this.retired.add(data);
    else this.release(data);
  }

  /** Gives back memory of a value that recorded, not yet computed nodes may still read. */
  retire(value: Value): void {
    const { data, device, isPooled, isBorrowed } = value;
    if (isBorrowed) return;
    this.gone.add(value);
    if (device) this.retiredOnDevice.add(device);
    else if (data && isPooled) this.retired.add(data);
  }

  /** Takes back that the memory of a value was given back. */
  keep(value: Value): void {
    const { data, device } = value;
    this.gone.delete(value);
    if (data) this.retired.delete(data);
    if (device) this.retiredOnDevice.delete(device);
  }

  /** Frees what was retired, now that nothing pending reads it. */
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
