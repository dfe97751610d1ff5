import { fromHalf } from './half-float.js';
import type { TensorDataType } from './host-tensor.js';

/** How to read the elements of a stored array. */
export interface ElementType {
  readonly bytes: number;
  /** The type that the elements become. */
  readonly dtype: TensorDataType;
  readonly read: (view: DataView, position: number, littleEndian: boolean) => number;
}

export const elementTypes = {
  float64: {
    bytes: 8,
    dtype: 'float32',
    read: (view, position, littleEndian) => view.getFloat64(position, littleEndian),
  },
  float32: {
    bytes: 4,
    dtype: 'float32',
    read: (view, position, littleEndian) => view.getFloat32(position, littleEndian),
  },
  float16: {
    bytes: 2,
    dtype: 'float32',
    read: (view, position, littleEndian) => fromHalf(view.getUint16(position, littleEndian)),
  },
  bfloat16: {
    bytes: 2,
    dtype: 'float32',
    read: (view, position, littleEndian) => fromBFloat16(view.getUint16(position, littleEndian)),
  },
  int64: {
    bytes: 8,
    dtype: 'int32',
    read: (view, position, littleEndian) => Number(view.getBigInt64(position, littleEndian)),
  },
  uint64: {
    bytes: 8,
    dtype: 'int32',
    read: (view, position, littleEndian) => Number(view.getBigUint64(position, littleEndian)),
  },
  int32: {
    bytes: 4,
    dtype: 'int32',
    read: (view, position, littleEndian) => view.getInt32(position, littleEndian),
  },
  uint32: {
    bytes: 4,
    dtype: 'int32',
    read: (view, position, littleEndian) => view.getUint32(position, littleEndian),
  },
  int16: {
    bytes: 2,
    dtype: 'int32',
    read: (view, position, littleEndian) => view.getInt16(position, littleEndian),
  },
  uint16: {
    bytes: 2,
    dtype: 'int32',
    read: (view, position, littleEndian) => view.getUint16(position, littleEndian),
  },
  int8: { bytes: 1, dtype: 'int32', read: (view, position) => view.getInt8(position) },
  uint8: { bytes: 1, dtype: 'uint8', read: (view, position) => view.getUint8(position) },
} as const satisfies Record<string, ElementType>;

const scratch = new DataView(new ArrayBuffer(4));

/** Decodes bfloat16, the upper half of a float32. */
function fromBFloat16(bits: number): number {
  scratch.setUint16(0, bits);
  return scratch.getFloat32(0);
}
