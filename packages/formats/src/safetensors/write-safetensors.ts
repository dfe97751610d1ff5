import { checkByteOrder, checkShape, checkTensor } from '../shared/check-tensor.js';
import { FormatError } from '../shared/errors.js';
import { bytesPerElement, type HostTensor, type TensorShape } from '../shared/host-tensor.js';
import { metadataKey, safetensorsNames } from './safetensors-names.js';

/**
 * Writes tensors as one safetensors file, in the order given. The header is padded so that data
 * starts at a multiple of 8. Throws {@link FormatError} for data that does not fit its shape.
 */
export function writeSafetensors(
  tensors: Readonly<Record<string, HostTensor>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const parts = safetensorsParts(tensors, metadata);
  const bytes = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let position = 0;
  for (const part of parts) {
    bytes.set(part, position);
    position += part.length;
  }
  return bytes;
}

/**
 * The same file in parts to be written one after the other: the header, then each tensor's own
 * memory, without a copy.
 */
export function safetensorsParts(
  tensors: Readonly<Record<string, HostTensor>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array[] {
  const header = safetensorsHeader(tensors, metadata);
  for (const [name, tensor] of Object.entries(tensors)) checkTensor('safetensors', name, tensor);
  const bodies = Object.values(tensors).map(
    ({ data }) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  );
  return [header, ...bodies];
}

/**
 * The first part of the same file, for tensors that need not be in memory: their data follows in
 * the order given, row-major and little-endian. Throws {@link FormatError} for an unknown type, an
 * invalid shape or a reserved name.
 */
export function safetensorsHeader(
  tensors: Readonly<Record<string, TensorShape>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  checkByteOrder('safetensors');
  const header: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  if (Object.keys(metadata).length > 0) header[metadataKey] = metadata;
  let end = 0;
  for (const [name, tensor] of Object.entries(tensors)) {
    if (name === metadataKey) {
      throw new FormatError('safetensors', `the format reserves the name ${metadataKey}`);
    }
    const begin = end;
    end += checkShape('safetensors', name, tensor) * bytesPerElement[tensor.dtype];
    header[name] = {
      dtype: safetensorsNames[tensor.dtype],
      shape: tensor.shape,
      data_offsets: [begin, end],
    };
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const headerBytes = Math.ceil(text.length / 8) * 8;
  const head = new Uint8Array(8 + headerBytes);
  new DataView(head.buffer).setBigUint64(0, BigInt(headerBytes), true);
  head.fill(0x20, 8); // The format pads with spaces.
  head.set(text, 8);
  return head;
}
