import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';
import type { EngineTensor } from './engine.js';
import type { HostData, Value } from './graph/graph.js';

/** `values` as what their dtype says; some cpu kernels give int32 as a Float32Array. */
export function typed(values: HostData, dtype: DataType): HostData {
  if (dtype === 'int32' && values instanceof Float32Array) return Int32Array.from(values);
  if (dtype === 'bool' && values && !(values instanceof Uint8Array)) return Uint8Array.from(values);
  return values;
}

/** What the backend keeps of one data id; reading `values` computes what is pending. */
export class OrtTensorData {
  refCount = 1;
  complexTensorInfos?: { real: TensorInfo; imag: TensorInfo };

  constructor(
    readonly dtype: DataType,
    public value: Value,
    private readonly flush: () => void,
    private readonly download: (tensor: EngineTensor) => HostData,
  ) {}

  get values(): HostData | undefined {
    if (this.value.node) this.flush();
    // Whoever reads may keep the array, so its memory must not be used again.
    this.value.isPooled = false;
    if (this.value.device) this.value.data ??= this.download(this.value.device);
    return this.value.data;
  }
}
