import { fromHalf } from './half-float.js';
import type { HostTensor } from './host-tensor.js';
import { npyFault, readNpyHeader } from './npy-header.js';

const floats: ReadonlyMap<string, { bytes: number; read: (view: DataView, at: number) => number }> =
  new Map([
    ['<f2', { bytes: 2, read: (view, at) => fromHalf(view.getUint16(at, true)) }],
    ['<f4', { bytes: 4, read: (view, at) => view.getFloat32(at, true) }],
    ['<f8', { bytes: 8, read: (view, at) => view.getFloat64(at, true) }],
  ]);

/**
 * Reads the array of a `.npy` file as `numpy.save` writes it: version 1 to 3; float16, float32 or
 * float64 with the low byte first; row-major. Values become float32 and are copied, so `bytes` may
 * be reused. The bytes are not trusted: every fault, including other types and Fortran order,
 * throws a {@link FormatError} before anything is allocated.
 */
export function readNpy(bytes: Uint8Array): HostTensor {
  const { descr, fortranOrder, shape, dataStart } = readNpyHeader(bytes);
  const type = floats.get(descr);
  if (type === undefined) {
    throw npyFault(
      `elements are ${JSON.stringify(descr)}, not floats; save array.astype(numpy.float32)`,
    );
  }
  if (fortranOrder) {
    throw npyFault(
      'the array is column-major (Fortran order); save numpy.ascontiguousarray(array)',
    );
  }
  const count = shape.includes(0) ? 0 : shape.reduce((product, size) => product * size, 1);
  const found = bytes.length - dataStart;
  if (count * type.bytes !== found) {
    throw npyFault(`shape (${shape.join()}) needs ${count * type.bytes} bytes, there are ${found}`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset + dataStart, found);
  const data = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    const value = type.read(view, i * type.bytes);
    data[i] = value;
    if (Number.isFinite(value) !== Number.isFinite(data[i])) {
      throw npyFault(`element ${i} is ${value}, which does not fit float32`);
    }
  }
  return { dtype: 'float32', shape, data };
}
