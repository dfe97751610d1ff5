import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';
import type { EngineTensor } from '../engine/engine.js';
import type { HostData, Value } from '../graph/graph.js';
import { OrtTraceError } from '../errors/trace-error.js';

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

  /** What cpu kernels read, and may keep when the tensor is gone: its memory is not used again. */
  get values(): HostData | undefined {
    const { numbers } = this;
    this.value.isPooled = false;
    return numbers;
  }

  /** The backend's own memory, to be copied at once. Throws what made it impossible to compute. */
  get numbers(): HostData | undefined {
    if (this.value.isGiven) {
      throw new OrtTraceError(
        'a traced function reads a tensor that it is given, or a variable, which differs from call to call; ' +
          'read it outside of the function',
      );
    }
    if (this.value.node) this.flush();
    const { value } = this;
    if (value.error) throw value.error;
    if (value.device) value.data ??= this.download(value.device);
    return value.data;
  }
}
