import { FormatError } from './errors.js';
import { bytesPerElement, type HostTensor } from './host-tensor.js';
import { metadataKey, safetensorsNames } from './safetensors-names.js';

/** Whether this machine stores numbers with the low byte first, as the format does. */
const littleEndian = (): boolean => new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/**
 * Tensors as one safetensors file, in the order given, header padded so that data starts at a
 * multiple of 8. Throws {@link FormatError} when a shape and its data differ.
 */
export function writeSafetensors(
  tensors: Readonly<Record<string, HostTensor>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  if (!littleEndian()) throw new FormatError('safetensors', 'needs a little-endian machine');
  const header: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  if (Object.keys(metadata).length > 0) header[metadataKey] = metadata;
  let end = 0;
  for (const [name, tensor] of Object.entries(tensors)) {
    checkTensor(name, tensor);
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

function checkTensor(name: string, { dtype, shape, data }: HostTensor): void {
  const refuse = (reason: string): never => {
    throw new FormatError('safetensors', `tensor ${JSON.stringify(name)} ${reason}`);
  };
  if (name === metadataKey) refuse('has the name that the format keeps for metadata');
  if (!Object.hasOwn(safetensorsNames, dtype)) refuse(`has dtype ${dtype}, not a supported one`);
  if (!shape.every((size) => Number.isSafeInteger(size) && size >= 0)) {
    refuse(`has shape [${shape}], sizes must be whole numbers >= 0`);
  }
  const elements = shape.reduce((product, size) => product * size, 1);
  if (data.length !== elements || data.BYTES_PER_ELEMENT !== bytesPerElement[dtype]) {
    refuse(`of shape [${shape}] needs ${elements} ${dtype} values, got ${data.length}`);
  }
}
