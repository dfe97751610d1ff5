import { readdirSync, readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';

import type { HostTensor } from '../shared/host-tensor.js';
import { joinBytes } from '../shared/join-bytes.js';
import { readMat } from './read-mat.js';
import { readMutated } from '../testing/read-mutated.js';

// By fixtures/make-mat.py.
const folder = new URL('../../fixtures/', import.meta.url);
const fixture = (name: string): Uint8Array => readFileSync(new URL(name, folder));
const fixtures = readdirSync(folder).filter((name) => name.endsWith('.mat'));

interface Described {
  readonly tensors: Record<string, Omit<HostTensor, 'data'> & { data: (number | string)[] }>;
  readonly texts: Record<string, string[]>;
  readonly skipped: Record<string, string>;
}
const expected = JSON.parse(readFileSync(new URL('expected-mat.json', folder), 'utf8')) as Record<
  string,
  Described
>;

const u32 = (...numbers: number[]) => new Uint8Array(Uint32Array.from(numbers).buffer);
const latin1 = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));

/** An element by hand, unchecked; never a small one. */
function element(type: number, data: Uint8Array, length = data.length): Uint8Array {
  return joinBytes([u32(type, length), data, new Uint8Array(-data.length & 7)]);
}
interface ByHand {
  readonly name?: string;
  readonly flags?: number;
  readonly shape?: number[];
  readonly values?: Uint8Array;
}
/** An array by hand; flags are those of a double, whose values are stored as uint8. */
function array({ name = 'a', flags = 6, shape = [1, 2], values }: ByHand = {}): Uint8Array {
  const parts = [
    element(6, u32(flags, 0)),
    element(5, u32(...shape)),
    element(1, latin1(name)),
    values ?? element(2, Uint8Array.of(1, 2)),
  ];
  return element(14, joinBytes(parts));
}
function file(...elements: Uint8Array[]): Uint8Array {
  return joinBytes([latin1(`${'by hand'.padEnd(124)}\0\x01IM`), ...elements]);
}
function compressed(data: Uint8Array): Uint8Array {
  return joinBytes([u32(15, data.length), data]);
}
const doubles = (...values: number[]) =>
  element(9, new Uint8Array(Float64Array.from(values).buffer));

describe('readMat', () => {
  it.each(Object.keys(expected))('reads %s as SciPy does', (name) => {
    const { tensors, texts, skipped } = readMat(fixture(name));
    const described = Object.entries(tensors).map(([key, { dtype, shape, data }]) => [
      key,
      { dtype, shape, data: [...data] },
    ]);
    const wanted = Object.entries(expected[name]!.tensors).map(([key, tensor]) => [
      key,
      { ...tensor, data: tensor.data.map(Number) },
    ]);
    expect(described).toEqual(wanted);
    expect({ ...texts }).toEqual(expected[name]!.texts);
    expect({ ...skipped }).toEqual(expected[name]!.skipped);
  });

  it('names objects by their class, and reads what comes after them', () => {
    const { tensors, skipped } = readMat(fixture('opaque.mat'));
    expect({ ...skipped }).toEqual({ newer: 'string' });
    expect(Object.keys(tensors)).toEqual(['labels']);
  });

  it.each([
    ['handle', 16, 'function_handle'],
    ['future', 18, 'class 18'],
    ['old', 3, 'object'],
  ])('names %s of class %i', (name, flags, className) => {
    expect({ ...readMat(file(array({ name, flags }), array())).skipped }).toEqual({
      [name]: className,
    });
  });

  it('reads text in the encodings of any writer', () => {
    const text = (type: number, data: Uint8Array, columns: number) =>
      readMat(file(array({ flags: 4, shape: [1, columns], values: element(type, data) }))).texts.a;
    const utf8 = new TextEncoder().encode('é🐦');
    expect(text(16, utf8, 2)).toEqual(['é🐦']); // Characters, as SciPy counts.
    expect(text(16, utf8, 3)).toEqual(['é🐦']); // UTF-16 units, as MATLAB does.
    expect(text(17, new Uint8Array(Buffer.from('é🐦', 'utf16le')), 3)).toEqual(['é🐦']);
    expect(text(18, u32(0xe9, 0x1f426), 2)).toEqual(['é🐦']);
    expect(text(2, latin1('é'), 1)).toEqual(['é']);
    const cube = array({ flags: 4, shape: [1, 2, 1] });
    expect({ ...readMat(file(cube)).skipped }).toEqual({ a: 'char' });
  });

  it('drops data without a name, which belongs to objects', () => {
    const { tensors } = readMat(file(array(), array({ name: '', flags: 9 })));
    expect(Object.keys(tensors)).toEqual(['a']);
  });

  it('takes names such as __proto__ for ordinary ones', () => {
    const { tensors } = readMat(file(array({ name: '__proto__' }), array({ name: 'constructor' })));
    expect(Object.keys(tensors)).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(tensors)).toBeNull();
  });

  it('copies data, also from an unaligned Buffer', () => {
    const whole = fixture('scipy.mat');
    const shifted = Buffer.alloc(whole.length + 3);
    shifted.set(whole, 3);
    const { tensors } = readMat(shifted.subarray(3));
    shifted.fill(0);
    expect(tensors).toEqual(readMat(whole).tensors);
  });

  it('inflates much honest data, and no bomb', () => {
    const zeros = (count: number) =>
      compressed(
        deflateSync(array({ shape: [1, count], values: element(2, new Uint8Array(count)) })),
      );
    expect(readMat(file(zeros(2 ** 20))).tensors.a!.shape).toEqual([1, 2 ** 20]);
    const bomb = file(compressed(deflateSync(new Uint8Array(2 ** 26 + 1))));
    expect(() => readMat(bomb)).toThrow('compressed bytes become more than 67108864');
  });

  it('takes mutated files as a value or a FormatError, in memory bounded by their size', () => {
    const originals = fixtures
      .filter((name) => !['version4.mat', 'scipy-compressed.mat'].includes(name))
      .flatMap((name) => {
        const bytes = fixture(name);
        const whole = { bytes, wrap: (mutated: Uint8Array) => mutated };
        if (name !== 'scipy.mat') return [whole];
        // Few changes of compressed data leave its checksum right, so they are made before.
        const wrap = (mutated: Uint8Array) => file(compressed(deflateSync(mutated)));
        return [whole, { bytes: bytes.subarray(128), wrap }];
      });
    const files = originals.map(({ bytes }) => bytes);
    const meaningful = Array.from({ length: 20 }, (_, i) => i);
    readMutated(files, { meaningful, seed: 7 }, (mutated, index) => {
      const bytes = originals[index]!.wrap(mutated);
      let total = 0;
      for (const { shape, data } of Object.values(readMat(bytes).tensors)) {
        total += data.byteLength;
        const count = shape.includes(0) ? 0 : shape.reduce((product, size) => product * size);
        if (data.length !== count) throw new Error(`[${shape}]: ${data.length}`);
      }
      if (total > 4 * 16 * bytes.length) throw new Error(`${total} bytes`);
    });
  });

  const hdf5 = joinBytes([new Uint8Array(512), latin1('\x89HDF\r\n\x1a\n')]);
  const broken = deflateSync(array());
  broken[broken.length - 1]! ^= 1;

  it.each([
    ['an empty file', new Uint8Array(0), 'no MAT-file'],
    ['text', latin1('hello'), 'no MAT-file'],
    [
      'a file of level 4',
      fixture('version4.mat'),
      'v4 or no MAT-file; if it is one, save it again',
    ],
    ['HDF5', hdf5, "v7.3 (HDF5), which is not read; save it again: save('file.mat', '-v7')"],
    ['HDF5 without a header of MATLAB', hdf5.subarray(512), 'scipy.io.savemat'],
    ['version 3', fixture('little.mat').map((byte, at) => (at === 125 ? 3 : byte)), 'version 3'],
    ['a file cut off', fixture('little.mat').subarray(0, 300), 'bytes at byte'],
    ['an element of numbers', file(doubles(1)), 'an element of type 9 at byte 128 is not'],
    ['a small element of 5 bytes', file(u32((5 << 16) | 14, 0)), 'claims 5 bytes of 4'],
    ['an element of 4 GB', file(element(14, u32(), 2 ** 32 - 1)), 'needs 4294967295 bytes'],
    ['an empty array', file(element(14, u32())), 'needs 4 bytes at byte 0'],
    ['compressed text', file(compressed(deflateSync(latin1('hello')))), 'claims 27756 bytes of 4'],
    ['what is not compressed', file(compressed(latin1('hello, labels'))), 'is damaged'],
    ['nothing compressed', file(compressed(u32())), 'is damaged'],
    ['compressed data cut off', file(compressed(deflateSync(array()).subarray(0, 30))), 'damaged'],
    ['a wrong checksum', file(compressed(broken)), 'does not match its checksum'],
    [
      'compression in compression',
      file(compressed(deflateSync(compressed(deflateSync(array()))))),
      'type 15',
    ],
    ['two variables of one name', file(array(), array()), 'two variables have the name "a"'],
    ['a long name', file(array({ name: 'n'.repeat(1025) })), 'more than 1024'],
    ['a name that is not UTF-8', file(array({ name: '\xff' })), 'UTF-8'],
    ['65 axes', file(array({ shape: new Array<number>(65).fill(1) })), 'more than 64 axes'],
    ['a negative size', file(array({ shape: [1, 2 ** 32 - 1] })), 'the shape [1,-1]'],
    ['more values than the shape', file(array({ shape: [1, 1] })), 'needs 1 bytes, it has 2'],
    [
      'a shape beyond its values',
      file(array({ shape: new Array<number>(64).fill(2 ** 31 - 1) })),
      'needs Infinity bytes',
    ],
    ['values that are text', file(array({ values: element(16, latin1('ab')) })), 'type 16'],
    ['text that is too long', file(array({ flags: 4, shape: [2, 2] })), '2 × 2 characters has 2'],
    ['a NaN in an int32', file(array({ flags: 12, values: doubles(1, NaN) })), 'holds NaN'],
    ['300 in a uint8', file(array({ flags: 9, values: doubles(1, 300) })), 'does not fit uint8'],
    ['2^31 in an int64', file(array({ flags: 14, values: doubles(1, 2 ** 31) })), 'int32'],
    ['1e300 in a double', file(array({ values: doubles(0.5, 1e300) })), 'does not fit float32'],
    [
      'text that is not UTF-8',
      file(array({ flags: 4, values: element(16, latin1('\xff\xff')) })),
      'text "a" is not UTF-8',
    ],
    [
      'a character beyond Unicode',
      file(array({ flags: 4, values: element(18, u32(65, 2 ** 31)) })),
      'the character 2147483648',
    ],
  ])('refuses %s', (_, bytes, message) => {
    const reason = expect.stringContaining(message) as string;
    expect(() => readMat(bytes)).toThrow(
      expect.objectContaining({ name: 'FormatError', format: 'mat', reason }) as Error,
    );
  });
});
