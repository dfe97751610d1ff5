import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import { backend_util, engine } from '@tensorflow/tfjs-core';
import type { HostData } from '../graph/graph.js';

/**
 * Makes a backend accept complex tensors from another one, when `setBackend` moves them:
 * TensorFlow.js passes both parts in one array, and its cpu backend, which this package's backend
 * extends, does not split them. Further calls change nothing.
 */
export function keepComplexParts<Backend extends MathBackendCPU>(backend: Backend): Backend {
  if (Object.hasOwn(backend, 'move')) return backend;
  const { move } = backend;
  backend.move = (dataId, values, shape, dtype, refCount) => {
    if (dtype !== 'complex64') {
      move.call(backend, dataId, values, shape, dtype, refCount);
      return;
    }
    const parts = backend_util.splitRealAndImagArrays(values as Float32Array);
    // A complex tensor has no numbers of its own, only those of its parts.
    const nothing = undefined as unknown as HostData;
    move.call(backend, dataId, nothing, shape, dtype, refCount);
    const part = (numbers: HostData) => backend.makeTensorInfo(shape, 'float32', numbers);
    backend.data.get(dataId).complexTensorInfos = {
      real: part(parts.real),
      imag: part(parts.imag),
    };
    // TensorFlow.js's check for leaks counts a move as one data id.
    const { numDataMovesStack: moves } = engine().state;
    if (moves.length > 0) moves[moves.length - 1]! += 2;
  };
  return backend;
}
