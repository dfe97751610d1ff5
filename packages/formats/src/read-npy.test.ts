import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { FormatError } from './errors.js';
import { readNpy } from './read-npy.js';

// By fixtures/make-npy.py.
const folder = new URL('../fixtures/', import.meta.url);
const fixture = (name: string): Uint8Array => readFileSync(new URL(name, folder));
const fixtures = readdirSync(folder).filter((name) => name.endsWith('.npy'));

/** A file made by hand from a header's text and data, unchecked. */
function file(header: string, data = 0, { version = 1, length = header.length } = {}): Uint8Array {
  const start = version === 1 ? 10 : 12;
  const bytes = new Uint8Array(start + header.length + data);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0]);
  const view = new DataView(bytes.buffer);
  if (version === 1) view.setUint16(8, length, true);
  else view.setUint32(8, length, true);
  bytes.set(Buffer.from(header, 'latin1'), start);
  return bytes;
}
const header = (shape: string, descr = '<f4', order = 'False') =>
  `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${shape}, }  \n`;

const rest = [3, 4, 5, 6];

describe('readNpy', () => {
  it.each([
    ['float32-1.npy', [0, 1.5, -2, Math.fround(0.1), 65504, Math.fround(1e-7)]],
    ['float64-2.npy', [0, 1.5, -2, Math.fround(0.1), 65504, Math.fround(1e-7)]],
    // 11 bits of 0.1, and twice the least of all halves.
    ['float16-3.npy', [0, 1.5, -2, 1638 / 2 ** 14, 65504, 2 ** -23]],
  ])('reads %s as NumPy wrote it', (name, first) => {
    const { dtype, shape, data } = readNpy(fixture(name));
    expect({ dtype, shape }).toEqual({ dtype: 'float32', shape: [3, 4] });
    expect([...data]).toEqual([...first, NaN, -Infinity, ...rest]);
  });

  it('reads integers, booleans, the high byte first and Fortran order as NumPy does', () => {
    expect(readNpy(fixture('int64.npy'))).toEqual({
      dtype: 'int32',
      shape: [2, 3],
      data: Int32Array.of(0, 1, 2, 3, 4, 5),
    });
    const { shape, data } = readNpy(fixture('fortran.npy'));
    expect(shape).toEqual([4, 3]);
    expect([...data].slice(0, 6)).toEqual([0, 65504, 3, 1.5, Math.fround(1e-7), 4]);
    const one = (descr: string, ...bytes: number[]) => {
      const whole = file(header('()', descr), bytes.length);
      whole.set(bytes, whole.length - bytes.length);
      return readNpy(whole);
    };
    expect(one('>f4', 0x3f, 0xc0, 0, 0)).toMatchObject({ dtype: 'float32', data: { 0: 1.5 } });
    expect(one('>i2', 0xff, 0xfe)).toMatchObject({ dtype: 'int32', data: { 0: -2 } });
    expect(one('<u2', 0xff, 0xfe)).toMatchObject({ dtype: 'int32', data: { 0: 0xfeff } });
    expect(one('|u1', 200)).toMatchObject({ dtype: 'uint8', data: { 0: 200 } });
    expect(one('|b1', 1)).toMatchObject({ dtype: 'uint8', data: { 0: 1 } });
  });

  it('reads a scalar, empty arrays, one axis, and headers of Python 2 and of other writers', () => {
    expect(readNpy(fixture('scalar.npy'))).toMatchObject({
      shape: [],
      data: { 0: 7.5, length: 1 },
    });
    expect(readNpy(file(header('(0, 512)'))).shape).toEqual([0, 512]);
    expect(readNpy(file(header('(2,)'), 8)).shape).toEqual([2]);
    expect(readNpy(file(header('(2L, 3L)', '<f2'), 12)).shape).toEqual([2, 3]);
    const other = "{'shape':(1,2),'descr':'<f8','fortran_order':False}";
    expect(readNpy(file(other, 16, { version: 2 })).data).toEqual(new Float32Array(2));
    const far = `(${'9007199254740991, '.repeat(63)}0)`;
    expect(readNpy(file(header(far))).data.length).toBe(0);
  });

  it('copies data, also from an unaligned Buffer', () => {
    const whole = fixture('float32-1.npy');
    const shifted = Buffer.alloc(whole.length + 3);
    shifted.set(whole, 3);
    const { data } = readNpy(shifted.subarray(3));
    shifted.fill(0);
    expect(data).toEqual(readNpy(whole).data);
  });

  it('takes mutated files as a value or a FormatError, in memory bounded by their size', () => {
    const originals = fixtures.map(fixture);
    const value = fc.oneof(fc.nat(255), fc.constantFrom(...Buffer.from("01248(),'{}:<>fiuL ")));
    const edit = fc.record({
      kind: fc.constantFrom('set', 'set', 'insert', 'remove', 'cut'),
      position: fc.nat(250),
      value,
    });
    let read = 0;
    const property = fc.property(
      fc.nat(originals.length - 1),
      fc.array(edit, { minLength: 1, maxLength: 2 }),
      // Whether the length of the header is corrected, so that the header is read.
      fc.boolean(),
      (index, edits, isHeaderAlone) => {
        const original = [...originals[index]!];
        const data = isHeaderAlone ? original.splice(128) : [];
        const start = isHeaderAlone ? original.splice(0, original[6] === 1 ? 10 : 12) : [];
        for (const { kind, position, value: byte } of edits) {
          const at = position % (original.length + 1);
          if (kind === 'set') original[at] = byte;
          else if (kind === 'insert') original.splice(at, 0, byte);
          else original.splice(at, kind === 'cut' ? original.length : 1);
        }
        if (isHeaderAlone) start[8] = original.length;
        const mutated = [...start, ...original, ...data];
        try {
          const { shape, data } = readNpy(Uint8Array.from(mutated));
          const count = shape.reduce((product, size) => product * size, 1);
          if (data.length !== count) throw new Error(`[${shape}]: ${data.length}`);
          if (data.byteLength > 4 * mutated.length) throw new Error(`${data.byteLength} bytes`);
          read += 1;
        } catch (error) {
          if (!(error instanceof FormatError)) throw error;
        }
      },
    );
    fc.assert(property, { seed: 5, numRuns: 10_000 });
    // Both outcomes must be common, or the mutations are too weak or too strong to show anything.
    expect(read).toBeGreaterThan(300);
    expect(read).toBeLessThan(9500);
  }, 20_000);

  it('refuses numbers that do not fit, and keeps infinities', () => {
    const bytes = (descr: string, data: Float64Array | BigInt64Array) => {
      const whole = file(header('(2,)', descr), 16);
      whole.set(new Uint8Array(data.buffer), whole.length - 16);
      return whole;
    };
    expect([...readNpy(bytes('<f8', Float64Array.of(1, -Infinity))).data]).toEqual([1, -Infinity]);
    expect(() => readNpy(bytes('<f8', Float64Array.of(1, 1e300)))).toThrow(
      'holds 1e+300, which does not fit float32',
    );
    expect([...readNpy(bytes('<i8', BigInt64Array.of(1n, -(2n ** 31n)))).data]).toEqual([
      1,
      -(2 ** 31),
    ]);
    expect(() => readNpy(bytes('<i8', BigInt64Array.of(1n, 2n ** 31n)))).toThrow(
      'holds 2147483648, which does not fit int32',
    );
    expect(() => readNpy(bytes('<u8', BigInt64Array.of(1n, -1n)))).toThrow('does not fit int32');
  });

  it.each([
    ['an empty file', new Uint8Array(0), 'does not begin'],
    ['text', Uint8Array.from(Buffer.from('hello, embeddings')), 'does not begin'],
    ['version 4', file(header('(1,)'), 4, { version: 4 }), 'version 4'],
    ['version 0', file(header('(1,)'), 4, { version: 0 }), 'version 0'],
    ['a header of 4 GB', file('{', 9, { version: 2, length: 2 ** 32 - 1 }), 'beyond the file'],
    ['a header of 10,001 bytes', file(' '.repeat(10_001)), '10000 bytes'],
    ['an empty header', file('', 2), 'not that of one plain array'],
    ['a header that is code', file("__import__('os').system('id')"), 'not that of one plain'],
    ['a header that has more', file(`${header('(1,)').trim()} + 1`, 4), 'not that of one plain'],
    ['a fourth entry', file("{'descr': '<f4', 'descr': '<f4', 'shape': (1,), }"), 'not that of'],
    ['two entries', file("{'descr': '<f4', 'fortran_order': False, }"), 'not that of one plain'],
    ['fields', file(header('(1,)').replace("'<f4'", "[('a', '<f4')]"), 4), 'not that of one'],
    ['objects', file(header('(1,)', '|O'), 4), 'elements are "O", not one of f2,f4,f8'],
    ['texts', file(header('(1,)', '<U1'), 4), 'elements are "U1", not one of'],
    ['complex numbers', file(header('(1,)', '<c8'), 8), '"c8", not one of'],
    ['a type off the prototype', file(header('(1,)', 'constructor'), 4), '"constructor"'],
    ['a negative size', file(header('(-1,)'), 4), 'not that of one plain array'],
    ['a size that is no number', file(header('(1, , 2)'), 8), 'is not of 64 whole numbers'],
    ['a size beyond 2^53', file(header('(9999999999999999,)'), 4), 'is not of 64 whole numbers'],
    ['65 axes', file(header(`(${'1, '.repeat(65)})`), 4), 'is not of 64 whole numbers'],
    [
      'an overflowing shape',
      file(header(`(${'9007199254740991, '.repeat(64)})`)),
      'needs Infinity',
    ],
    ['data shorter than the shape', file(header('(3, 4)'), 47), 'needs 48 bytes, there are 47'],
    ['bytes left over', file(header('(3, 4)'), 49), 'needs 48 bytes, there are 49'],
    ['a file cut off', fixture('float64-2.npy').subarray(0, 60), 'beyond the file'],
  ])('refuses %s', (_, bytes, message) => {
    const reason = expect.stringContaining(message) as string;
    expect(() => readNpy(bytes)).toThrow(
      expect.objectContaining({ name: 'FormatError', format: 'npy', reason }) as Error,
    );
  });
});
