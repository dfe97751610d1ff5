import { FormatError } from '../shared/errors.js';
import { bytesPerElement, type TensorDataType, type TensorShape } from '../shared/host-tensor.js';
import { shownValue } from '../shared/shown-value.js';
import { dataTypesByName, maximumHeaderBytes, metadataKey } from './safetensors-names.js';

/** A tensor of a safetensors file: its data are the bytes from `begin` to before `end` of the file. */
export interface LocatedTensor extends TensorShape {
  readonly begin: number;
  readonly end: number;
}

/** What the header of a safetensors file says. */
export interface SafetensorsLayout {
  readonly tensors: Record<string, LocatedTensor>;
  readonly metadata: Record<string, string>;
}

/**
 * Where the tensors of a safetensors file of `fileBytes` bytes are, to read them in parts. `head` is
 * the beginning of the file, with its whole header. It is not trusted: lengths, types, overlaps and
 * holes are checked, and every fault throws a {@link FormatError}. The objects have no prototype.
 */
export function safetensorsLayout(head: Uint8Array, fileBytes: number): SafetensorsLayout {
  const { header, dataStart } = readHeader(head);
  const tensors: Record<string, LocatedTensor> = Object.create(null) as Record<
    string,
    LocatedTensor
  >;
  const metadata: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [name, value] of Object.entries(header)) {
    if (name === metadataKey) Object.assign(metadata, checkMetadata(value));
    else tensors[name] = checkEntry(name, value, dataStart);
  }
  checkOrder(tensors, dataStart, fileBytes);
  return { tensors, metadata };
}

function readHeader(head: Uint8Array): { header: object; dataStart: number } {
  if (head.length < 8) throw fault(`file of ${head.length} bytes is shorter than its length field`);
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const length = view.getBigUint64(0, true);
  if (length > BigInt(Math.min(maximumHeaderBytes, head.length - 8))) {
    throw fault(`header length ${length} is beyond the ${head.length} bytes read or 100 MB`);
  }
  const dataStart = 8 + Number(length);
  let header: unknown;
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    header = JSON.parse(decoder.decode(head.subarray(8, dataStart)));
  } catch {
    throw fault('header is not JSON in UTF-8');
  }
  return { header: checkObject(header, 'header'), dataStart };
}

function checkEntry(name: string, value: unknown, dataStart: number): LocatedTensor {
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
  const dtype: TensorDataType | undefined = dataTypesByName.get(typeName);
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
  return { dtype, shape, begin: dataStart + begin, end: dataStart + end };
}

/** The format requires that tensors cover the data exactly, without overlaps or gaps. */
function checkOrder(
  tensors: Readonly<Record<string, LocatedTensor>>,
  dataStart: number,
  fileBytes: number,
): void {
  let position = dataStart;
  for (const [name, { begin, end }] of Object.entries(tensors).toSorted(
    ([, a], [, b]) => a.begin - b.begin || a.end - b.end,
  )) {
    if (begin !== position) {
      const [at, wanted] = [begin - dataStart, position - dataStart];
      throw fault(`tensor ${JSON.stringify(name)} starts at ${at}, expected ${wanted}`);
    }
    position = end;
  }
  if (position !== fileBytes) {
    throw fault(
      `tensors cover ${position - dataStart} bytes, the file holds ${fileBytes - dataStart}`,
    );
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
