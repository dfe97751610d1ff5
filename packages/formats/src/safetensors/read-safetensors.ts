import { FormatError } from '../shared/errors.js';
import { bytesPerElement, type HostTensor, type TensorDataType } from '../shared/host-tensor.js';
import { shownValue } from '../shared/shown-value.js';
import { dataTypesByName, maximumHeaderBytes, metadataKey } from './safetensors-names.js';

/**
 * What a safetensors file holds. The objects have no prototype, so every name is an ordinary key.
 */
export interface SafetensorsFile {
  readonly tensors: Record<string, HostTensor>;
  readonly metadata: Record<string, string>;
}

interface Entry {
  readonly name: string;
  readonly dtype: TensorDataType;
  readonly shape: number[];
  readonly begin: number;
  readonly end: number;
}

/**
 * Reads a safetensors file of F32, I32 and U8 tensors; data is copied, so `bytes` may be reused.
 * The bytes are not trusted: lengths, types, overlaps and holes are checked before anything is
 * allocated, and every fault throws a {@link FormatError}.
 */
export function readSafetensors(bytes: Uint8Array): SafetensorsFile {
  const { header, dataStart } = readHeader(bytes);
  const entries: Entry[] = [];
  const metadata: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [name, value] of Object.entries(header)) {
    if (name === metadataKey) Object.assign(metadata, checkMetadata(value));
    else entries.push(checkEntry(name, value));
  }
  checkLayout(entries, bytes.length - dataStart);
  const tensors: Record<string, HostTensor> = Object.create(null) as Record<string, HostTensor>;
  for (const entry of entries) tensors[entry.name] = copyTensor(bytes, dataStart, entry);
  return { tensors, metadata };
}

function readHeader(bytes: Uint8Array): { header: object; dataStart: number } {
  if (bytes.length < 8)
    throw fault(`file of ${bytes.length} bytes is shorter than its length field`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getBigUint64(0, true);
  if (length > BigInt(Math.min(maximumHeaderBytes, bytes.length - 8))) {
    throw fault(`header length ${length} is beyond the file of ${bytes.length} bytes or 100 MB`);
  }
  const dataStart = 8 + Number(length);
  let header: unknown;
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    header = JSON.parse(decoder.decode(bytes.subarray(8, dataStart)));
  } catch {
    throw fault('header is not JSON in UTF-8');
  }
  return { header: checkObject(header, 'header'), dataStart };
}

function checkEntry(name: string, value: unknown): Entry {
  const label = `tensor ${JSON.stringify(name)}`;
  const {
    dtype: typeName,
    shape,
    data_offsets: offsets,
  } = checkObject(value, label) as {
    dtype?: unknown;
    shape?: unknown;
    data_offsets?: unknown;
  };
  const dtype = dataTypesByName.get(typeName);
  if (dtype === undefined) {
    throw fault(`${label} has dtype ${shownValue(typeName)}; F32, I32 and U8 are read`);
  }
  if (!isSizes(shape)) throw fault(`${label} has a shape that is not a list of sizes`);
  if (!isSizes(offsets) || offsets.length !== 2) {
    throw fault(`${label} has data_offsets that are not two positions`);
  }
  const [begin, end] = offsets as [number, number];
  const size = shape.reduce((product, length) => product * length, bytesPerElement[dtype]);
  // An overflowing product is not a safe integer, so it equals no difference of positions.
  if (end - begin !== size) throw fault(`${label} of ${size} bytes lies at ${begin}-${end}`);
  return { name, dtype, shape, begin, end };
}

/** The format requires that tensors cover the data exactly, without overlaps or gaps. */
function checkLayout(entries: readonly Entry[], available: number): void {
  let position = 0;
  for (const { name, begin, end } of entries.toSorted(
    (a, b) => a.begin - b.begin || a.end - b.end,
  )) {
    if (begin !== position) {
      throw fault(`tensor ${JSON.stringify(name)} starts at ${begin}, expected ${position}`);
    }
    position = end;
  }
  if (position !== available) {
    throw fault(`tensors cover ${position} bytes, the file holds ${available}`);
  }
}

function copyTensor(bytes: Uint8Array, dataStart: number, entry: Entry): HostTensor {
  const { dtype, shape } = entry;
  // Not bytes.slice(): a Node Buffer overrides it and shares its memory.
  const data = new Uint8Array(entry.end - entry.begin);
  data.set(bytes.subarray(dataStart + entry.begin, dataStart + entry.end));
  switch (dtype) {
    case 'float32':
      return { dtype, shape, data: new Float32Array(data.buffer) };
    case 'int32':
      return { dtype, shape, data: new Int32Array(data.buffer) };
    case 'uint8':
      return { dtype, shape, data };
  }
}

function checkMetadata(value: unknown): Record<string, string> {
  const metadata = checkObject(value, metadataKey);
  if (!Object.values(metadata).every((text) => typeof text === 'string')) {
    throw fault(`${metadataKey} holds something other than text`);
  }
  return metadata as Record<string, string>;
}

function checkObject(value: unknown, label: string): object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw fault(`${label} is not a JSON object`);
  }
  return value;
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

function fault(reason: string): FormatError {
  return new FormatError('safetensors', reason);
}
