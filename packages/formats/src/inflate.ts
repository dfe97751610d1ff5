import { Unzlib } from 'fflate';
import { fault } from './fault.js';
import { joinBytes } from './join-bytes.js';

/** A byte becomes at most 1,032, so this is how much the limit is exceeded by: 16 MB. */
const stepBytes = 2 ** 14;

/** Decompresses a zlib stream (RFC 1950) to at most `maximumBytes`; its checksum is verified. */
export function inflate(bytes: Uint8Array, maximumBytes: number): Uint8Array {
  const parts: Uint8Array[] = [];
  let length = 0;
  const stream = new Unzlib((part) => {
    parts.push(part);
    length += part.length;
  });
  for (let begin = 0; begin < Math.max(1, bytes.length); begin += stepBytes) {
    const end = begin + stepBytes;
    push(stream, bytes.subarray(begin, end), end >= bytes.length);
    if (length > maximumBytes) {
      throw fault(`${bytes.length} compressed bytes become more than ${maximumBytes}`);
    }
  }
  const inflated = joinBytes(parts);
  const checksum = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 4).getUint32(0);
  if (adler32(inflated) !== checksum) throw fault('compressed data does not match its checksum');
  return inflated;
}

function push(stream: Unzlib, bytes: Uint8Array, isLast: boolean): void {
  try {
    stream.push(bytes, isLast);
  } catch (error) {
    throw fault(
      `compressed data is damaged: ${error instanceof Error ? error.message : 'unknown'}`,
    );
  }
}

/** The checksum of RFC 1950. */
function adler32(bytes: Uint8Array): number {
  const modulus = 65521;
  // So few bytes leave both sums below 2^31.
  const block = 2048;
  let [low, high] = [1, 0];
  for (let begin = 0; begin < bytes.length; begin += block) {
    for (const byte of bytes.subarray(begin, begin + block)) {
      low += byte;
      high += low;
    }
    low %= modulus;
    high %= modulus;
  }
  return high * 2 ** 16 + low;
}
