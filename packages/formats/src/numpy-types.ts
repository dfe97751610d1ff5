import { elementTypes, type ElementType } from './element-types.js';
import { fault, quote } from './fault.js';
import { rowMajorStrides } from './row-major-strides.js';
import { countElements, type TensorView } from './tensor-view.js';

/** Element types of NumPy by the code of their `dtype`: its kind, and bytes per element. */
const numpyTypes: ReadonlyMap<string, ElementType> = new Map<string, ElementType>([
  ['f2', elementTypes.float16],
  ['f4', elementTypes.float32],
  ['f8', elementTypes.float64],
  ['i1', elementTypes.int8],
  ['i2', elementTypes.int16],
  ['i4', elementTypes.int32],
  ['i8', elementTypes.int64],
  ['u1', elementTypes.uint8],
  ['u2', elementTypes.uint16],
  ['u4', elementTypes.uint32],
  ['u8', elementTypes.uint64],
  ['b1', elementTypes.uint8],
]);

/** Throws for types other than integers, booleans and floats of 16, 32 and 64 bits. */
export function findNumpyType(code: string): ElementType {
  const type = numpyTypes.get(code);
  if (type === undefined) {
    throw fault(
      `elements are ${quote(code)}, not one of ${[...numpyTypes.keys()].join()}; convert them first, such as by array.astype(numpy.float32)`,
    );
  }
  return type;
}

/** The view of all the `bytes` of an array; throws if its shape needs more or fewer. */
export function viewNumpyArray(
  type: ElementType,
  shape: readonly number[],
  isFortran: boolean,
  bytes: number,
): TensorView {
  const elements = countElements(shape);
  if (elements * type.bytes !== bytes) {
    throw fault(`shape (${shape.join()}) needs ${elements * type.bytes} bytes, there are ${bytes}`);
  }
  const strides = isFortran
    ? rowMajorStrides(shape.toReversed()).reverse()
    : rowMajorStrides(shape);
  return { storage: { type, elements }, offset: 0, shape, strides };
}
