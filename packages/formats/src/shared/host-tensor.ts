/** Element types that are read and written, by their name in TensorFlow.js or C. */
export type TensorDataType = 'float32' | 'int32' | 'uint8';

interface HostTensorOf<D extends TensorDataType, A> {
  readonly dtype: D;
  /** Sizes, outermost first; [] is a scalar. */
  readonly shape: readonly number[];
  /** Row-major values, one per element of the shape. */
  readonly data: A;
}

/** A tensor in plain memory, on no backend. */
export type HostTensor =
  | HostTensorOf<'float32', Float32Array>
  | HostTensorOf<'int32', Int32Array>
  | HostTensorOf<'uint8', Uint8Array>;

/** A tensor without its data. */
export type TensorShape = Pick<HostTensor, 'dtype' | 'shape'>;

/** Bytes per element. */
export const bytesPerElement: Record<TensorDataType, number> = { float32: 4, int32: 4, uint8: 1 };
