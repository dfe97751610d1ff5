import { fault, quote } from './fault.js';
import type { HostTensor, TensorDataType } from './host-tensor.js';
import type { ElementType } from './element-types.js';
import { matNumberType, type MatElement } from './mat-elements.js';
import { copyView, countElements } from './tensor-view.js';

/**
 * Copies a column-major array to a row-major tensor of `dtype`. MATLAB stores numbers of any class
 * in the smallest type that holds them. An array for float32 becomes int32 if that alone is exact.
 */
export function readMatTensor(
  name: string,
  shape: readonly number[],
  dtype: TensorDataType,
  element: MatElement,
  littleEndian: boolean,
): HostTensor {
  const { data } = element;
  const stored = matNumberType(element.type);
  const elements = countElements(shape);
  if (elements * stored.bytes !== data.length) {
    throw fault(
      `variable ${quote(name)} of shape [${shape.join()}] needs ${elements * stored.bytes} bytes, it has ${data.length}`,
    );
  }
  const isInt32 = dtype === 'float32' && needsInt32(data, stored, littleEndian);
  const type = { ...stored, dtype: isInt32 ? ('int32' as const) : dtype };
  let stride = 1;
  const strides = shape.map((size) => {
    const own = stride;
    stride *= size;
    return own;
  });
  return copyView(
    name,
    { storage: { type, elements }, offset: 0, shape, strides },
    data,
    littleEndian,
  );
}

/** Whether all numbers are whole and fit int32, and float32 would round one of them. */
function needsInt32(data: Uint8Array, { bytes, read }: ElementType, littleEndian: boolean) {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  let isRounded = false;
  for (let position = 0; position < data.length; position += bytes) {
    const value = read(view, position, littleEndian);
    if ((value | 0) !== value) return false;
    isRounded ||= Math.fround(value) !== value;
  }
  return isRounded;
}
