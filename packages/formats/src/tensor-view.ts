import { isLittleEndianMachine } from './byte-order.js';
import { elementTypes, type ElementType } from './element-types.js';
import { fault, quote } from './fault.js';
import { bytesPerElement, type HostTensor } from './host-tensor.js';
import { rowMajorStrides } from './row-major-strides.js';

/** A strided view of a storage. Offset and strides count elements, and none is negative. */
export interface TensorView {
  readonly storage: { readonly type: ElementType; readonly elements: number };
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

/** Checks that a tensor lies within its storage; returns the bytes that its copy will take. */
export function checkView(name: string, tensor: TensorView): number {
  const { storage, offset, shape, strides } = tensor;
  const elements = countElements(shape);
  // An overflowing sum or product is infinite, thus too large: nothing here is negative.
  const last = shape.reduce((sum, size, axis) => sum + (size - 1) * strides[axis]!, offset);
  if (elements > 0 && !(last < storage.elements)) {
    throw fault(
      `tensor ${quote(name)} ends at element ${last} of a storage of ${storage.elements}`,
    );
  }
  return elements * bytesPerElement[storage.type.dtype];
}

/** Copies a tensor whose view has been checked; `bytes` are those of its storage. */
export function copyView(
  name: string,
  tensorView: TensorView,
  bytes: Uint8Array,
  littleEndian: boolean,
): HostTensor {
  const { offset, shape, strides } = tensorView;
  const { type } = tensorView.storage;
  const tensor = allocate(type.dtype, shape);
  const { data } = tensor;
  if (isVerbatim(tensorView, littleEndian)) {
    const begin = offset * type.bytes;
    new Uint8Array(data.buffer).set(bytes.subarray(begin, begin + data.byteLength));
    return tensor;
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Axes of one element can be skipped; without them a step takes at most two additions on average.
  const axes = shape
    .map((size, axis) => ({ size, stride: strides[axis]!, index: 0 }))
    .filter(({ size }) => size !== 1)
    .reverse();
  let position = offset;
  for (let i = 0; i < data.length; i += 1) {
    const value = type.read(view, position * type.bytes, littleEndian);
    data[i] = value;
    // A float64 beyond float32 would become an infinity; an infinity in the file may stay one.
    const isKept =
      type.dtype === 'float32'
        ? Number.isFinite(value) === Number.isFinite(data[i])
        : data[i] === value;
    if (!isKept) {
      throw fault(`tensor ${quote(name)} holds ${value}, which does not fit ${type.dtype}`);
    }
    for (const axis of axes) {
      position += axis.stride;
      axis.index += 1;
      if (axis.index < axis.size) break;
      position -= axis.stride * axis.size;
      axis.index = 0;
    }
  }
  return tensor;
}

const verbatimTypes: ReadonlySet<ElementType> = new Set([
  elementTypes.float32,
  elementTypes.int32,
  elementTypes.uint8,
]);

/** Whether the elements are in the storage as they will be in memory. */
function isVerbatim({ storage: { type }, shape, strides }: TensorView, littleEndian: boolean) {
  if (!verbatimTypes.has(type)) return false;
  if (type.bytes > 1 && littleEndian !== isLittleEndianMachine) return false;
  const rowMajor = rowMajorStrides(shape);
  return shape.every((size, axis) => size === 1 || strides[axis] === rowMajor[axis]);
}

function allocate(dtype: HostTensor['dtype'], sizes: readonly number[]): HostTensor {
  const shape = [...sizes];
  const elements = countElements(shape);
  switch (dtype) {
    case 'float32':
      return { dtype, shape, data: new Float32Array(elements) };
    case 'int32':
      return { dtype, shape, data: new Int32Array(elements) };
    case 'uint8':
      return { dtype, shape, data: new Uint8Array(elements) };
  }
}

/** 0 if any size is 0, however large the others are. */
export function countElements(shape: readonly number[]): number {
  return shape.includes(0) ? 0 : shape.reduce((product, size) => product * size, 1);
}
