import { Inflate } from 'fflate';
import { crc32 } from './crc32.js';
import { fault } from './fault.js';
import type { ZipEntry } from './read-zip.js';

/** Deflate makes at most this many bytes of one. */
const maximumRatio = 1032;
/** How many bytes are decompressed at once, so that a wrong size is found soon. */
const stepBytes = 2 ** 14;

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

/** Decompresses a stream of deflate (RFC 1951) to at most `size` bytes. */
function inflate(stored: Uint8Array, size: number): Uint8Array {
  const inflated = new Uint8Array(size);
  let length = 0;
  const stream = new Inflate((part) => {
    if (length + part.length <= size) inflated.set(part, length);
    length += part.length;
  });
  for (let begin = 0; begin < Math.max(1, stored.length) && length <= size; begin += stepBytes) {
    const end = begin + stepBytes;
    try {
      stream.push(stored.subarray(begin, end), end >= stored.length);
    } catch (error) {
      throw fault(`compressed data is damaged: ${(error as Error).message}`);
    }
  }
  if (length !== size) throw fault(`compressed data has ${length} bytes or more, not ${size}`);
  return inflated;
}
