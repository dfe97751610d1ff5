import { crc32 } from '../shared/crc32.js';
import { fault } from '../shared/fault.js';
import { inflate } from '../shared/inflate.js';
import type { ZipEntry } from './read-zip.js';

/** Deflate makes at most this many bytes of one. */
const maximumRatio = 1032;

/** The bytes of an entry, decompressed if necessary; its size and checksum are verified. */
export function unzipEntry({ stored, method, isEncrypted, size, checksum }: ZipEntry): Uint8Array {
  if (isEncrypted) throw fault('the entry is encrypted');
  if (method !== 0 && method !== 8) throw fault(`the entry is compressed by method ${method}`);
  if (size > stored.length * (method === 0 ? 1 : maximumRatio)) {
    throw fault(`the entry claims ${size} bytes, of which ${stored.length} are stored`);
  }
  const bytes = method === 0 ? stored : inflate(stored, size);
  if (bytes.length !== size || crc32(bytes) !== checksum) {
    throw fault(`the entry is damaged: ${size} bytes do not have the checksum ${checksum}`);
  }
  return bytes;
}
