import { inFormat } from './fault.js';
import type { HostTensor } from './host-tensor.js';
import { readNpyArray } from './npy-array.js';

/**
 * Reads the array of a `.npy` file as `numpy.save` writes it, version 1 to 3, in C or Fortran order
 * and of either byte order. Elements become `float32` (from float16, float32 and float64), `int32`
 * (from other integers) or `uint8` (from uint8 and bool), and are copied to row-major order, so
 * `bytes` may be reused. The bytes are not trusted.
 *
 * @throws {@link FormatError} for every fault, including other types of elements, an integer that
 * does not fit `int32` and a float64 that does not fit `float32`.
 */
export function readNpy(bytes: Uint8Array): HostTensor {
  return inFormat('npy', () => readNpyArray(bytes));
}
