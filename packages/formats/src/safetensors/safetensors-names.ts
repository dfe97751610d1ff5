import type { TensorDataType } from '../shared/host-tensor.js';

/** The element types' names in safetensors. */
export const safetensorsNames: Record<TensorDataType, string> = {
  float32: 'F32',
  int32: 'I32',
  uint8: 'U8',
};

/** The reverse; a Map, so that a hostile name such as `constructor` finds nothing. */
export const dataTypesByName: ReadonlyMap<unknown, TensorDataType> = new Map(
  (Object.keys(safetensorsNames) as TensorDataType[]).map((type) => [safetensorsNames[type], type]),
);

/** Longest header that is read: 100 MB, as in the reference implementation. */
export const maximumHeaderBytes = 100_000_000;

/** Name of the header entry that holds pairs of free text. */
export const metadataKey = '__metadata__';
