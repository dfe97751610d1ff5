import { backend as currentBackend, type KernelBackend, type Tensor } from '@tensorflow/tfjs-core';
import type { OrtBackend } from './backend.js';
import type { HostData } from '../graph/graph.js';

/**
 * Resolves to the numbers of tensors without copying them: the arrays are the backend's own memory.
 * Do not change them, and use them before the next operation, which may overwrite them. So a
 * program can write weights to a file that are as large as its memory allows. On any other backend
 * it resolves to copies, as `data()` does.
 */
export async function peek(tensors: readonly Tensor[]): Promise<HostData[]> {
  const backend = currentBackend() as KernelBackend & Partial<OrtBackend>;
  // Not `instanceof`: a process may have loaded another build of this package.
  const store = backend.tensors;
  if (store) backend.flush!();
  return Promise.all(
    tensors.map(async (tensor) =>
      store?.has(tensor.dataId)
        ? store.numbersOf(store.contentOf(tensor))
        : ((await tensor.data()) as HostData),
    ),
  );
}
