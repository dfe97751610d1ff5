import { readFileSync } from 'node:fs';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';

import { readNpz } from './read-npz.js';
import { readMutated } from '../testing/read-mutated.js';

// By fixtures/make-pickles.py.
const folder = new URL('../../fixtures/', import.meta.url);
const fixture = (name: string): Uint8Array => readFileSync(new URL(name, folder));
const names = ['stored.npz', 'compressed.npz'];

/** An archive of the array of the first entry, compressed, as if it were `claims` bytes large. */
function claiming(data: Uint8Array, claims = data.length): Uint8Array {
  const bytes = zipSync({ 'a.npy': data });
  const view = new DataView(bytes.buffer);
  const directory = view.getUint32(bytes.length - 6, true);
  view.setUint32(directory + 24, claims, true);
  return bytes;
}
/** A file with one byte of its directory changed, that of the first entry. */
function changed(name: string, offset: number, value: number): Uint8Array {
  const bytes = Uint8Array.from(fixture(name));
  bytes[new DataView(bytes.buffer).getUint32(bytes.length - 6, true) + offset] = value;
  return bytes;
}

describe('readNpz', () => {
  it.each(names)('reads %s as NumPy wrote it', (name) => {
    const { tensors } = readNpz(fixture(name));
    expect(Object.getPrototypeOf(tensors)).toBeNull();
    expect({ ...tensors }).toEqual({
      a: { dtype: 'float32', shape: [2, 3], data: Float32Array.of(0, 1, 2, 3, 4, 5) },
      'b/c': { dtype: 'int32', shape: [40, 40], data: new Int32Array(1600) },
      d: { dtype: 'uint8', shape: [], data: Uint8Array.of(1) },
    });
  });

  it('copies data', () => {
    const bytes = Uint8Array.from(fixture('stored.npz'));
    const { tensors } = readNpz(bytes);
    bytes.fill(0);
    expect(tensors.d!.data[0]).toBe(1);
  });

  it('takes mutated files as tensors or a FormatError, in memory bounded by their size', () => {
    const originals = names.map(fixture);
    const meaningful = Buffer.from("PK01248(),'{}:<>fiubL \x08\xff", 'latin1');
    readMutated(originals, { meaningful, seed: 6, leastRead: 0.025 }, (file) => {
      const { tensors } = readNpz(file);
      for (const { shape, data } of Object.values(tensors)) {
        const count = shape.reduce((product, size) => product * size, 1);
        if (data.length !== count) throw new Error(`[${shape}]: ${data.length}`);
        if (data.byteLength > 2 ** 16) throw new Error(`${data.byteLength} bytes`);
      }
    });
  });

  it.each([
    ['a .npy file', fixture('int64.npy'), 'no end record'],
    ['a file cut off', fixture('stored.npz').subarray(0, 1000), 'cut off'],
    ['a wrong checksum', changed('stored.npz', 16, 9), '"a.npy": the entry is damaged'],
    ['a wrong checksum of deflate', changed('compressed.npz', 16, 9), '"a.npy": the entry is'],
    ['encryption', changed('stored.npz', 8, 1), '"a.npy": the entry is encrypted'],
    ['other compression', changed('compressed.npz', 10, 12), 'compressed by method 12'],
    ['a compressed entry as stored', changed('compressed.npz', 10, 0), '"a.npy": the entry'],
    ['a stored entry as compressed', changed('stored.npz', 10, 8), '"a.npy": the entry is damaged'],
    ['an entry that is no array', zipSync({ 'a.txt': new Uint8Array(9) }), '"a.txt": is not an'],
    ['text', zipSync({ 'a.npy': new Uint8Array(99) }), '"a.npy": the file does not begin like'],
    ['gigabytes', claiming(new Uint8Array(9), 2 ** 31), 'arrays take 2147483648 bytes, more than'],
    ['more than deflate can', claiming(new Uint8Array(9), 2 ** 25), 'claims 33554432 bytes, of'],
    [
      'more than it claims',
      claiming(new Uint8Array(2 ** 20), 99),
      'compressed bytes become more than 99',
    ],
    ['less than it claims', claiming(new Uint8Array(99), 100), 'the entry is damaged: 100 bytes'],
  ])('refuses %s', (_, bytes, message) => {
    const reason = expect.stringContaining(message) as string;
    expect(() => readNpz(bytes)).toThrow(
      expect.objectContaining({ name: 'FormatError', format: 'npz', reason }) as Error,
    );
  });
});
