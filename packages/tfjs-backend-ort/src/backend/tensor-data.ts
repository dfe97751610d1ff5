import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';
import type { EngineTensor } from '../engine/engine.js';
import type { HostData, Value } from '../graph/graph.js';
import { OrtTraceError } from '../errors/trace-error.js';

/** Copies a tensor from the engine's memory. */
export type Download = (tensor: EngineTensor) => HostData;

/** The backend's entry for one data id; reading `values` computes pending operations. */
export class OrtTensorData {
  refCount = 1;
  complexTensorInfos?: { real: TensorInfo; imag: TensorInfo };

  constructor(
    readonly dtype: DataType,
    public value: Value,
    private readonly flush: () => void,
    private readonly download: Download,
  ) {}

  /**
   * The values for cpu kernels, which may keep them after the tensor is disposed of: this memory is
   * not reused.
   */
  get values(): HostData | undefined {
    const { numbers } = this;
    this.value.isPooled = false;
    return numbers;
  }

  /** The backend's own memory, to be copied at once. Throws the error of a failed computation. */
  get numbers(): HostData | undefined {
    if (this.value.isGiven) {
      throw new OrtTraceError(
        'a traced function reads a tensor that it is given, or a variable, whose values differ from ' +
          'call to call; read it outside of the function',
      );
    }
    if (this.value.node) this.flush();
    const { value } = this;
    if (value.error) throw value.error;
    if (value.device) value.data ??= this.download(value.device);
    return value.data;
  }
}
