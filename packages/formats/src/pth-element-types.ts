import { fromHalf } from './half-float.js';
import type { TensorDataType } from './host-tensor.js';

/** How to read the elements of a PyTorch storage. */
export interface ElementType {
  /** The storage's class in the module `torch`. */
  readonly storage: string;
  readonly bytes: number;
  /** The type that the elements become. */
  readonly dtype: TensorDataType;
  readonly read: (view: DataView, position: number, littleEndian: boolean) => number;
}

export const elementTypes: readonly ElementType[] = [
  {
    storage: 'FloatStorage',
    bytes: 4,
    dtype: 'float32',
    read: (view, position, littleEndian) => view.getFloat32(position, littleEndian),
  },
  {
    storage: 'DoubleStorage',
    bytes: 8,
    dtype: 'float32',
    read: (view, position, littleEndian) => view.getFloat64(position, littleEndian),
  },
  {
    storage: 'HalfStorage',
    bytes: 2,
    dtype: 'float32',
    read: (view, position, littleEndian) => fromHalf(view.getUint16(position, littleEndian)),
  },
  {
    storage: 'BFloat16Storage',
    bytes: 2,
    dtype: 'float32',
    read: (view, position, littleEndian) => fromBFloat16(view.getUint16(position, littleEndian)),
  },
  {
    storage: 'LongStorage',
    bytes: 8,
    dtype: 'int32',
    read: (view, position, littleEndian) => Number(view.getBigInt64(position, littleEndian)),
  },
  {
    storage: 'IntStorage',
    bytes: 4,
    dtype: 'int32',
    read: (view, position, littleEndian) => view.getInt32(position, littleEndian),
  },
  {
    storage: 'ByteStorage',
    bytes: 1,
    dtype: 'uint8',
    read: (view, position) => view.getUint8(position),
  },
  {
    storage: 'BoolStorage',
    bytes: 1,
    dtype: 'uint8',
    read: (view, position) => view.getUint8(position),
  },
];

const scratch = new DataView(new ArrayBuffer(4));

/** Decodes bfloat16, the upper half of a float32. */
function fromBFloat16(bits: number): number {
  scratch.setUint16(0, bits);
  return scratch.getFloat32(0);
}
