import { backend as currentBackend, type KernelBackend, type Tensor } from '@tensorflow/tfjs-core';
import type { OrtBackend } from './backend.js';
import type { HostData } from '../graph/graph.js';

/**
 * The numbers of tensors, to be looked at before anything else is computed: they are the backend's own
 * memory, into which the next operation may write others, and must not be changed. So weights as large as the
 * machine's memory allows can be written to a file. On any other backend it is what `data()` gives.
 */
export async function peek(tensors: readonly Tensor[]): Promise<HostData[]> {
  const backend = currentBackend() as KernelBackend & Partial<OrtBackend>;
  // Not by its class: a process may have loaded another build of this package.
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
