import { ByteCursor } from './byte-cursor.js';
import { fault, quote } from './fault.js';
import { maximumZipEntries } from './pth-limits.js';
import { maximumU16, maximumU32, zip64ExtraId, zipRecords } from './zip-records.js';

interface Directory {
  readonly entries: number;
  readonly begin: number;
  readonly bytes: number;
}

/** An entry of a zip archive as it is in the file. */
export interface ZipEntry {
  /** A view of the archive. */
  readonly stored: Uint8Array;
  /** 0 is none, 8 deflate. */
  readonly method: number;
  readonly isEncrypted: boolean;
  /** Bytes when decompressed, and the CRC-32 of those; both are claims. */
  readonly size: number;
  readonly checksum: number;
}

/**
 * The entries of a zip archive by name, as views of its bytes. Entries must be stored without
 * compression. Checksums are not verified: PyTorch may write wrong ones, and does not verify them
 * either.
 */
export function readZip(bytes: Uint8Array): Map<string, Uint8Array> {
  const entries = new Map<string, Uint8Array>();
  for (const [name, { stored, method, isEncrypted, size }] of readZipEntries(bytes)) {
    if (isEncrypted || method !== 0 || stored.length !== size) {
      throw fault(`${quote(name)} is compressed or encrypted; PyTorch does neither`);
    }
    entries.set(name, stored);
  }
  return entries;
}

/** The entries of a zip archive by name, compressed or not. */
export function readZipEntries(bytes: Uint8Array): Map<string, ZipEntry> {
  const directory = findDirectory(bytes);
  if (directory.entries > maximumZipEntries) {
    throw fault(`archive claims ${directory.entries} entries, more than ${maximumZipEntries}`);
  }
  if (directory.begin + directory.bytes > bytes.length) {
    throw fault(`directory of ${directory.bytes} bytes at ${directory.begin} is beyond the file`);
  }
  const records = new ByteCursor(bytes.subarray(0, directory.begin + directory.bytes));
  records.skip(directory.begin);
  const data = bytes.subarray(0, directory.begin);
  const entries = new Map<string, ZipEntry>();
  for (let i = 0; i < directory.entries; i += 1) {
    const { name, begin, storedSize, ...claims } = readDirectoryRecord(records);
    if (entries.has(name)) throw fault(`archive has ${quote(name)} twice`);
    entries.set(name, { ...claims, stored: readStored(data, begin, storedSize) });
  }
  return entries;
}

function findDirectory(bytes: Uint8Array): Directory {
  const end = zipRecords.end.bytes;
  for (let at = bytes.length - end; at >= 0 && at >= bytes.length - end - maximumU16; at -= 1) {
    const cursor = new ByteCursor(bytes, at);
    if (cursor.u32() !== zipRecords.end.signature) continue;
    cursor.skip(6); // Disk numbers, and the entries on this disk.
    const directory = { entries: cursor.u16(), bytes: cursor.u32(), begin: cursor.u32() };
    // Otherwise the signature is part of the comment or of a tensor.
    if (cursor.u16() === bytes.length - at - end) return widenDirectory(bytes, at, directory);
  }
  throw fault('archive has no end record; the file may be cut off');
}

/** Reads the values that do not fit the end record from the zip64 record before it. */
function widenDirectory(bytes: Uint8Array, end: number, narrow: Directory): Directory {
  const { entries, begin, bytes: size } = narrow;
  if (entries < maximumU16 && begin < maximumU32 && size < maximumU32) return narrow;
  const locator = new ByteCursor(bytes, Math.max(0, end - zipRecords.zip64Locator.bytes));
  if (locator.u32() !== zipRecords.zip64Locator.signature) return narrow;
  locator.skip(4);
  const position = locator.u64();
  if (position > end) throw fault('zip64 end record is beyond the file');
  const cursor = new ByteCursor(bytes, position);
  if (cursor.u32() !== zipRecords.zip64End.signature) throw fault('zip64 end record is missing');
  cursor.skip(28);
  return { entries: cursor.u64(), bytes: cursor.u64(), begin: cursor.u64() };
}

function readDirectoryRecord(cursor: ByteCursor) {
  if (cursor.u32() !== zipRecords.directory.signature) {
    throw fault(`directory record at byte ${cursor.position - 4} has another signature`);
  }
  cursor.skip(4); // Versions.
  const isEncrypted = cursor.u16() % 2 === 1;
  const method = cursor.u16();
  cursor.skip(4); // Time and date.
  const checksum = cursor.u32();
  const stored = cursor.u32();
  const plain = cursor.u32();
  const lengths = { name: cursor.u16(), extra: cursor.u16(), comment: cursor.u16() };
  cursor.skip(8); // Disk and attributes.
  const offset = cursor.u32();
  const name = cursor.text(lengths.name);
  const [size, storedSize, begin] = widen([plain, stored, offset], cursor.take(lengths.extra)) as [
    number,
    number,
    number,
  ];
  cursor.skip(lengths.comment);
  return { name, begin, method, isEncrypted, size, storedSize, checksum };
}

/** Reads the values that are too large for 32 bits, in this order, from the zip64 extra field. */
function widen(values: readonly number[], extra: Uint8Array): number[] {
  if (!values.includes(maximumU32)) return [...values];
  const fields = new ByteCursor(extra);
  while (fields.position + 4 <= extra.length) {
    const id = fields.u16();
    const field = new ByteCursor(fields.take(fields.u16()));
    if (id === zip64ExtraId) {
      return values.map((value) => (value === maximumU32 ? field.u64() : value));
    }
  }
  return [...values];
}

/** The lengths in the local header can differ from those in the directory, so it is read too. */
function readStored(data: Uint8Array, begin: number, size: number): Uint8Array {
  if (begin > data.length) throw fault(`entry at byte ${begin} is beyond the file`);
  const cursor = new ByteCursor(data, begin);
  if (cursor.u32() !== zipRecords.local.signature) {
    throw fault(`entry at byte ${begin} has another signature`);
  }
  cursor.skip(22);
  const nameBytes = cursor.u16();
  cursor.skip(cursor.u16() + nameBytes);
  return cursor.take(size);
}
