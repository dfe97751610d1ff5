import type { HostTensor } from './host-tensor.js';
import { readNpyHeader } from './npy-header.js';
import { findNumpyType, viewNumpyArray } from './numpy-types.js';
import { copyView } from './tensor-view.js';

/** Copies the array of a `.npy` file. */
export function readNpyArray(bytes: Uint8Array): HostTensor {
  const { descr, fortranOrder, shape, dataStart } = readNpyHeader(bytes);
  const order = /^[<>|]/.exec(descr)?.[0] ?? '';
  const type = findNumpyType(descr.slice(order.length));
  const view = viewNumpyArray(type, shape, fortranOrder, bytes.length - dataStart);
  return copyView('array', view, bytes.subarray(dataStart), order !== '>');
}
