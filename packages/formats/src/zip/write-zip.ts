import { crc32 } from '../shared/crc32.js';
import { fault } from '../shared/fault.js';
import { maximumU16, maximumU32, zipRecords } from './zip-records.js';

/** PyTorch pads with this extra field: aligned data can be mapped into memory. */
const alignment = 64;
const paddingId = 0x4246;
const version = 20;
/** 1 January 1980, the earliest date of the format: equal tensors give equal bytes. */
const date = 0x21;

interface Entry {
  readonly name: Uint8Array;
  readonly data: Uint8Array;
  readonly checksum: number;
  readonly begin: number;
  readonly padding: number;
}

/** A zip archive of uncompressed entries, the data of each at a multiple of 64 bytes. */
export function writeZip(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const { local, directory, end } = zipRecords;
  const entries: Entry[] = [];
  let position = 0;
  let directoryBytes = 0;
  for (const [path, data] of files) {
    const name = new TextEncoder().encode(path);
    const unaligned = position + local.bytes + name.length + 4;
    const padding = Math.ceil(unaligned / alignment) * alignment - unaligned;
    entries.push({ name, data, checksum: crc32(data), begin: position, padding });
    position = unaligned + padding + data.length;
    directoryBytes += directory.bytes + name.length;
  }
  const size = position + directoryBytes + end.bytes;
  if (size >= maximumU32 || entries.length >= maximumU16) {
    throw fault(`${entries.length} entries of ${size} bytes do not fit an archive of 4 GB`);
  }
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  for (const entry of entries) writeLocal(bytes, view, entry);
  let at = position;
  for (const entry of entries) at = writeDirectory(bytes, view, entry, at);
  view.setUint32(at, end.signature, true);
  view.setUint16(at + 8, entries.length, true);
  view.setUint16(at + 10, entries.length, true);
  view.setUint32(at + 12, directoryBytes, true);
  view.setUint32(at + 16, position, true);
  return bytes;
}

function writeLocal(bytes: Uint8Array, view: DataView, entry: Entry): void {
  const { name, data, begin, padding } = entry;
  view.setUint32(begin, zipRecords.local.signature, true);
  writeShared(view, entry, begin + 4);
  view.setUint16(begin + 28, 4 + padding, true);
  const extra = begin + zipRecords.local.bytes + name.length;
  bytes.set(name, extra - name.length);
  view.setUint16(extra, paddingId, true);
  view.setUint16(extra + 2, padding, true);
  bytes.set(data, extra + 4 + padding);
}

function writeDirectory(bytes: Uint8Array, view: DataView, entry: Entry, at: number): number {
  view.setUint32(at, zipRecords.directory.signature, true);
  view.setUint16(at + 4, version, true);
  writeShared(view, entry, at + 6);
  view.setUint32(at + 42, entry.begin, true);
  bytes.set(entry.name, at + zipRecords.directory.bytes);
  return at + zipRecords.directory.bytes + entry.name.length;
}

/** The fields that both headers share: flags and method, which are 0, and those set here. */
function writeShared(view: DataView, { name, data, checksum }: Entry, at: number): void {
  view.setUint16(at, version, true);
  view.setUint16(at + 8, date, true);
  view.setUint32(at + 10, checksum, true);
  view.setUint32(at + 14, data.length, true);
  view.setUint32(at + 18, data.length, true);
  view.setUint16(at + 22, name.length, true);
}
