import type { TensorDataType } from './host-tensor.js';

/** Safetensors' spelling of our element types. */
export const safetensorsNames: Record<TensorDataType, string> = {
  float32: 'F32',
  int32: 'I32',
  uint8: 'U8',
};

/** The other way round; a Map, so that a hostile name such as `constructor` finds nothing. */
export const dataTypesByName: ReadonlyMap<unknown, TensorDataType> = new Map(
  (Object.keys(safetensorsNames) as TensorDataType[]).map((type) => [safetensorsNames[type], type]),
);

/** Longest header that is read, as in the reference implementation: 100 MB. */
export const maximumHeaderBytes = 100_000_000;

/** Name of the header entry that holds the free text pairs. */
export const metadataKey = '__metadata__';
