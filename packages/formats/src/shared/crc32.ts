/** CRC of 32 bits, low bit first, by `polynomial` with its bits reversed. */
function crcBy(polynomial: number): (bytes: Uint8Array) => number {
  const table = Uint32Array.from({ length: 256 }, (_, byte) => {
    let value = byte;
    for (let bit = 0; bit < 8; bit += 1) value = (value >>> 1) ^ (value & 1 ? polynomial : 0);
    return value;
  });
  return (bytes) => {
    let value = 0xffffffff;
    for (let i = 0; i < bytes.length; i += 1) {
      value = (value >>> 8) ^ table[(value ^ bytes[i]!) & 0xff]!;
    }
    return ~value >>> 0;
  };
}

/** The checksum of zip archives. */
export const crc32 = crcBy(0xedb88320);

/** The checksum of TFRecord files (Castagnoli; RFC 3720, appendix B.4). */
export const crc32c = crcBy(0x82f63b78);
