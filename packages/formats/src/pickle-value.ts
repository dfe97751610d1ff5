import type { HostTensor } from './host-tensor.js';

/** A value of {@link readPickle}. A tuple is an array, and so may be a key of a Map. */
export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | HostTensor
  | PickleValue[]
  | Map<PickleValue, PickleValue>
  | Set<PickleValue>;
