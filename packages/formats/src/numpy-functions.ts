import { fault } from './fault.js';
import { NumpyArray, NumpyType } from './numpy-objects.js';
import { viewNumpyArray } from './numpy-types.js';
import { PickleBytes, textOf } from './pickle-bytes.js';
import { PickleClass } from './pickle-class.js';
import type { PickleFunction } from './pickle-machine.js';
import { narrow } from './pickle-numbers.js';
import { readSizes } from './read-sizes.js';
import { rowMajorStrides } from './row-major-strides.js';

const ndarray = new PickleClass('numpy.ndarray');

const makeType: PickleFunction = ([code]) => {
  const text = textOf(code);
  if (text === undefined) throw fault('a numpy.dtype is made of something other than text');
  return new NumpyType(text);
};

/** `_reconstruct`: an array without elements, which `BUILD` follows. */
const makeArray: PickleFunction = ([type]) => {
  if (type !== ndarray) throw fault('NumPy makes something other than a numpy.ndarray');
  return new NumpyArray();
};

/** One number; a boolean of `numpy.bool_`. */
const makeScalar: PickleFunction = ([dtype, data]) => {
  const type = dtype instanceof NumpyType ? dtype.type : undefined;
  if (!(dtype instanceof NumpyType) || type === undefined || !(data instanceof PickleBytes)) {
    throw fault('a number of NumPy is not made of a dtype of numbers and bytes');
  }
  if (data.length !== type.bytes) {
    throw fault(`a number of ${type.bytes} bytes has ${data.length} bytes`);
  }
  const { buffer, byteOffset, byteLength } = data.bytes;
  const view = new DataView(buffer, byteOffset, byteLength);
  const { code, littleEndian } = dtype;
  if (code === 'i8') return narrow(view.getBigInt64(0, littleEndian));
  if (code === 'u8') return narrow(view.getBigUint64(0, littleEndian));
  const value = type.read(view, 0, littleEndian);
  return code === 'b1' ? value !== 0 : value;
};

/** `_frombuffer` of protocol 5: an array whose axes may be in any order in memory (`K`). */
const makeFromBuffer: PickleFunction = ([data, dtype, shape, order, axes], spend) => {
  const type = dtype instanceof NumpyType ? dtype.type : undefined;
  if (!(dtype instanceof NumpyType) || type === undefined || !(data instanceof PickleBytes)) {
    throw fault('an array is not made of bytes and a dtype of numbers');
  }
  const sizes = readSizes(shape);
  spend(2 * sizes.length);
  const view = viewNumpyArray(type, sizes, textOf(order) === 'F', data.length);
  const { littleEndian } = dtype;
  if (textOf(order) !== 'K') return new NumpyArray({ view, bytes: data, littleEndian });
  const permutation = readSizes(axes);
  const strides = rowMajorStrides(view.shape);
  if (permutation.toSorted((a, b) => a - b).join() !== [...strides.keys()].join()) {
    throw fault(`an array of ${strides.length} axes has them in the order (${permutation.join()})`);
  }
  const permuted = {
    ...view,
    shape: permutation.map((axis) => view.shape[axis]!),
    strides: permutation.map((axis) => strides[axis]!),
  };
  return new NumpyArray({ view: permuted, bytes: data, littleEndian });
};

/** The classes and functions of NumPy in pickles of arrays and numbers. */
export const numpyGlobals: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['numpy.dtype', makeType],
  ['numpy.ndarray', ndarray],
  // NumPy 2 has put an underscore before `core`.
  ...['numpy.core', 'numpy._core'].flatMap((core): [string, unknown][] => [
    [`${core}.multiarray._reconstruct`, makeArray],
    [`${core}.multiarray.scalar`, makeScalar],
    [`${core}.numeric._frombuffer`, makeFromBuffer],
  ]),
]);
