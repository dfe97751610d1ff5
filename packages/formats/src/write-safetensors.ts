import { checkByteOrder, checkTensor } from './check-tensor.js';
import { FormatError } from './errors.js';
import type { HostTensor } from './host-tensor.js';
import { metadataKey, safetensorsNames } from './safetensors-names.js';

/**
 * Tensors as one safetensors file, in the order given, header padded so that data starts at a
 * multiple of 8. Throws {@link FormatError} when a shape and its data differ.
 */
export function writeSafetensors(
  tensors: Readonly<Record<string, HostTensor>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  checkByteOrder('safetensors');
  const header: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  if (Object.keys(metadata).length > 0) header[metadataKey] = metadata;
  let end = 0;
  for (const [name, tensor] of Object.entries(tensors)) {
    if (name === metadataKey) {
      throw new FormatError('safetensors', `${metadataKey} is a name that the format keeps`);
    }
    checkTensor('safetensors', name, tensor);
    const begin = end;
    end += tensor.data.byteLength;
    header[name] = {
      dtype: safetensorsNames[tensor.dtype],
      shape: tensor.shape,
      data_offsets: [begin, end],
    };
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const headerBytes = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(8 + headerBytes + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerBytes), true);
  bytes.fill(0x20, 8, 8 + headerBytes); // The format pads with spaces.
  bytes.set(text, 8);
  let position = 8 + headerBytes;
  for (const { data } of Object.values(tensors)) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), position);
    position += data.byteLength;
  }
  return bytes;
}
