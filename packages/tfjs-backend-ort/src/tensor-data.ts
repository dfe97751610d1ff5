import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';
import type { EngineTensor } from './engine.js';
import type { HostData, Value } from './graph/graph.js';
import { OrtTraceError } from './trace/trace-error.js';

/** `values` as what their dtype says; some cpu kernels give int32 as a Float32Array. */
export function typed(values: HostData, dtype: DataType): HostData {
  if (dtype === 'int32' && values instanceof Float32Array) return Int32Array.from(values);
  if (dtype === 'bool' && values && !(values instanceof Uint8Array)) return Uint8Array.from(values);
  return values;
}

/** Copies a tensor from the engine's memory. */
export type Download = (tensor: EngineTensor) => HostData;

/** What the backend keeps of one data id; reading `values` computes what is pending. */
export class OrtTensorData {
  refCount = 1;
  complexTensorInfos?: { real: TensorInfo; imag: TensorInfo };

  constructor(
    readonly dtype: DataType,
    public value: Value,
    private readonly flush: () => void,
    private readonly download: Download,
  ) {}

  get values(): HostData | undefined {
    if (this.value.isGiven) {
      throw new OrtTraceError(
        'a traced function reads a tensor that it is given, or a variable, which differs from call to call; ' +
          'read it outside of the function',
      );
    }
    if (this.value.node) this.flush();
    const { value } = this;
    if (value.device) value.data ??= this.download(value.device);
    // Whoever reads may keep the array. Memory that lives as long as a training stays where it is: moved at
    // each saved state, it leaves holes that nothing large fits into.
    if (value.isPooled && value.isVariable) return value.data?.slice();
    value.isPooled = false;
    return value.data;
  }
}
