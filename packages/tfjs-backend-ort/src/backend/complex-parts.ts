import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import { backend_util, engine } from '@tensorflow/tfjs-core';
import type { HostData } from '../graph/graph.js';

/**
 * Lets a backend take complex tensors from another one, as `setBackend` moves them: TensorFlow.js hands over both
 * parts in one array, and its cpu backend, of which ours is one, forgets to take them apart. May be called again.
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
    // As complex tensors are made, too: the numbers are those of the parts alone.
    const nothing = undefined as unknown as HostData;
    move.call(backend, dataId, nothing, shape, dtype, refCount);
    const part = (numbers: HostData) => backend.makeTensorInfo(shape, 'float32', numbers);
    backend.data.get(dataId).complexTensorInfos = {
      real: part(parts.real),
      imag: part(parts.imag),
    };
    // Where TensorFlow.js looks for leaks, it counts a move as one id of data.
    const { numDataMovesStack: moves } = engine().state;
    if (moves.length > 0) moves[moves.length - 1]! += 2;
  };
  return backend;
}
