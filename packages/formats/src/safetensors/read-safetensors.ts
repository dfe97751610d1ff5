import type { HostTensor } from '../shared/host-tensor.js';
import { type LocatedTensor, safetensorsLayout } from './safetensors-layout.js';

/**
 * What a safetensors file holds. The objects have no prototype, so every name is an ordinary key.
 */
export interface SafetensorsFile {
  readonly tensors: Record<string, HostTensor>;
  readonly metadata: Record<string, string>;
}

/**
 * Reads a safetensors file of F32, I32 and U8 tensors; data is copied, so `bytes` may be reused.
 * The bytes are not trusted: lengths, types, overlaps and holes are checked before anything is
 * allocated, and every fault throws a {@link FormatError}.
 */
export function readSafetensors(bytes: Uint8Array): SafetensorsFile {
  const { tensors: located, metadata } = safetensorsLayout(bytes, bytes.length);
  const tensors: Record<string, HostTensor> = Object.create(null) as Record<string, HostTensor>;
  for (const [name, tensor] of Object.entries(located)) tensors[name] = copyTensor(bytes, tensor);
  return { tensors, metadata };
}

function copyTensor(bytes: Uint8Array, { dtype, shape, begin, end }: LocatedTensor): HostTensor {
  // Not bytes.slice(): a Node Buffer overrides it and shares its memory.
  const data = new Uint8Array(end - begin);
  data.set(bytes.subarray(begin, end));
  switch (dtype) {
    case 'float32':
      return { dtype, shape, data: new Float32Array(data.buffer) };
    case 'int32':
      return { dtype, shape, data: new Int32Array(data.buffer) };
    case 'uint8':
      return { dtype, shape, data };
  }
}
