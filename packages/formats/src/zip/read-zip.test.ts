import { describe, expect, it } from 'vitest';

import { crc32 } from '../shared/crc32.js';
import { FormatError } from '../shared/errors.js';
import { inFormat } from '../shared/fault.js';
import { readZip } from './read-zip.js';
import { writeZip } from './write-zip.js';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const files = new Map([
  ['a/one', text('first')],
  ['a/two', new Uint8Array(0)],
  ['a/größe', new Uint8Array(200).fill(7)],
]);

/**
 * The only entry of an archive, and the archive's end, with sizes and positions in zip64 fields.
 */
function widen(bytes: Uint8Array, name: string): Uint8Array {
  const old = new DataView(bytes.buffer, bytes.length - 22);
  const begin = old.getUint32(16, true);
  const result = new Uint8Array(bytes.length + 28 + 56 + 20);
  result.set(bytes.subarray(0, bytes.length - 22));
  const view = new DataView(result.buffer);
  const length = view.getUint32(begin + 20, true);
  view.setUint32(begin + 20, 2 ** 32 - 1, true);
  view.setUint32(begin + 24, 2 ** 32 - 1, true);
  view.setUint16(begin + 30, 28, true);
  view.setUint32(begin + 42, 2 ** 32 - 1, true);
  const extra = begin + 46 + name.length;
  view.setUint16(extra, 1, true);
  view.setUint16(extra + 2, 24, true);
  view.setBigUint64(extra + 4, BigInt(length), true);
  view.setBigUint64(extra + 12, BigInt(length), true);
  const end = extra + 28;
  view.setUint32(end, 0x06064b50, true);
  view.setBigUint64(end + 32, 1n, true);
  view.setBigUint64(end + 40, BigInt(end - begin), true);
  view.setBigUint64(end + 48, BigInt(begin), true);
  view.setUint32(end + 56, 0x07064b50, true);
  view.setBigUint64(end + 64, BigInt(end), true);
  view.setUint32(end + 76, 0x06054b50, true);
  result.fill(0xff, end + 76 + 8, end + 76 + 20);
  return result;
}

describe('zip archives', () => {
  it('computes the checksum of the standard', () => {
    expect(crc32(text('123456789'))).toBe(0xcbf43926);
  });

  it('read back as they were written, data at multiples of 64 bytes', () => {
    const bytes = writeZip(files);
    const entries = readZip(bytes);
    expect([...entries].map(([name, data]) => [name, [...data]])).toEqual(
      [...files].map(([name, data]) => [name, [...data]]),
    );
    for (const { byteOffset } of entries.values()) expect(byteOffset % 64).toBe(0);
  });

  it('read with zip64 records', () => {
    const bytes = widen(writeZip(new Map([['a', text('wide')]])), 'a');
    expect(new TextDecoder().decode(readZip(bytes).get('a'))).toBe('wide');
  });

  it('read with a comment', () => {
    const bytes = writeZip(files);
    const commented = new Uint8Array(bytes.length + 3);
    commented.set(bytes);
    commented[bytes.length - 2] = 3;
    expect(readZip(commented).size).toBe(files.size);
  });

  const begin = (bytes: Uint8Array): number =>
    new DataView(bytes.buffer).getUint32(bytes.length - 6, true);
  it.each([
    ['a compressed entry', (bytes: Uint8Array) => (bytes[begin(bytes) + 10] = 8), 'compressed'],
    ['an encrypted entry', (bytes: Uint8Array) => (bytes[begin(bytes) + 8] = 1), 'encrypted'],
    [
      'a longer entry',
      (bytes: Uint8Array) => bytes.fill(9, begin(bytes) + 20, begin(bytes) + 28),
      'needs 151587081 bytes',
    ],
    ['another position', (bytes: Uint8Array) => (bytes[begin(bytes) + 42] = 1), 'signature'],
    ['a far position', (bytes: Uint8Array) => (bytes[begin(bytes) + 45] = 1), 'beyond'],
    ['more entries', (bytes: Uint8Array) => (bytes[bytes.length - 12] = 9), 'needs 4 bytes'],
    ['a far directory', (bytes: Uint8Array) => (bytes[bytes.length - 3] = 9), 'beyond'],
    ['a shifted directory', (bytes: Uint8Array) => (bytes[bytes.length - 6]! -= 1), 'signature'],
    [
      'one name twice',
      (bytes: Uint8Array) => bytes.set(text('one'), bytes.lastIndexOf(0x74)),
      'twice',
    ],
  ])('are refused with %s', (_, damage, message) => {
    const bytes = writeZip(files);
    damage(bytes);
    const read = () => inFormat('zip', () => readZip(bytes));
    expect(read).toThrow(FormatError);
    expect(read).toThrow(message);
  });
});
