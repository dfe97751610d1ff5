import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { PickleValue } from './pickle-value.js';
import { readPickle } from './read-pickle.js';
import { arrayOpcodes } from './testing/array-opcodes.js';

// By fixtures/make-pickles.py.
const folder = new URL('../fixtures/', import.meta.url);
const fixture = (name: string): Uint8Array => readFileSync(new URL(name, folder));
const fixtures = readdirSync(folder).filter((name) => /-\d\.pickle$/.test(name));
const expected = JSON.parse(
  readFileSync(new URL('expected-pickles.json', folder), 'utf8'),
) as Record<string, Described>;

type Described = null | boolean | number | string | Described[] | DescribedObject;
type DescribedObject = Partial<{
  bigint: string;
  float: string;
  bytes: string;
  map: [Described, Described][];
  set: Described[];
  tensor: { dtype: 'float32' | 'int32' | 'uint8'; shape: number[]; data: Described[] };
}>;
const arrays = { float32: Float32Array, int32: Int32Array, uint8: Uint8Array };

/** The value that `describe` of make-pickles.py described. */
function revive(described: Described): PickleValue {
  if (described === null || typeof described !== 'object') return described;
  if (Array.isArray(described)) return described.map(revive);
  const { bigint, float, bytes, map, set, tensor } = described;
  if (bigint !== undefined) return BigInt(bigint);
  if (float !== undefined) return Number(float);
  if (bytes !== undefined) return Uint8Array.from(Buffer.from(bytes, 'hex'));
  if (map) return new Map(map.map(([key, item]) => [revive(key), revive(item)]));
  if (set) return new Set(set.map(revive));
  const { dtype, shape, data } = tensor!;
  return { dtype, shape, data: arrays[dtype].from(data.map(revive) as number[]) } as PickleValue;
}

const latin1 = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));
/** The value of a pickle, given as text of one character per byte. */
const read = (pickle: string): PickleValue => readPickle(latin1(pickle));

describe('readPickle', () => {
  it.each(fixtures)('reads %s as Python does', (name) => {
    expect(readPickle(fixture(name))).toEqual(
      revive(expected[name.slice(0, -'-0.pickle'.length)]!),
    );
  });

  it('copies data, also from an unaligned Buffer', () => {
    for (const name of ['arrays-5.pickle', 'values-4.pickle', 'python2-values-2.pickle']) {
      const file = fixture(name);
      const shifted = Buffer.alloc(file.length + 3);
      shifted.set(file, 3);
      const value = readPickle(shifted.subarray(3));
      shifted.fill(0);
      expect(value).toEqual(readPickle(file));
    }
  });

  it('keeps what is one object in Python one object', () => {
    const [first, second] = (
      readPickle(fixture('arrays-4.pickle')) as Map<string, PickleValue[]>
    ).get('shared')!;
    expect(first).toBe(second);
    const doubled = read(`]q\0${'](h\0h\0eq\0'.repeat(15)}.`) as PickleValue[]; // 2^15 of one list.
    expect(doubled[0]).toBe(doubled[1]);
  });

  it('reads byte strings of Python 2 as UTF-8, else as latin-1, and as data where they are that', () => {
    expect(read("S'gr\\xc3\\xb6\\xc3\\x9fe'\n.")).toBe('größe');
    expect(read("S'gr\\xf6\\xdfe'\n.")).toBe('größe');
    expect(read('U\x02\x80\x9f.')).toBe('\x80\x9f');
    expect(
      read(`U\x04\xc3\xb6\xc3\xb6q\x05${arrayOpcodes('u1', 'K\x04\x85', 'h\x05')}h\x05\x86.`),
    ).toEqual([{ dtype: 'uint8', shape: [4], data: Uint8Array.of(0xc3, 0xb6, 0xc3, 0xb6) }, 'öö']);
  });

  it('reads every float of protocol 0 exactly', () => {
    const property = fc.property(fc.double(), (value) => {
      const line = String(value).replace('Infinity', 'inf').replace('NaN', 'nan');
      expect(read(`F${line}\n.`)).toBe(value === 0 && Object.is(value, -0) ? 0 : value);
    });
    fc.assert(property, { seed: 2, numRuns: 1000 });
    expect(read('F-0.0\n.')).toBe(-0);
    // Halfway between two doubles, and a little above.
    expect(read('F9007199254740993\n.')).toBe(2 ** 53);
    expect(read('F9007199254740993.0000000000000000000000000001\n.')).toBe(2 ** 53 + 2);
  });

  it('reads lists of millions', () => {
    const count = 2_200_000;
    const bytes = new Uint8Array(2 * count + 4).fill(0x4b); // BININT1 of 75.
    bytes.set(latin1(']('));
    bytes.set(latin1('e.'), 2 * count + 2);
    expect(readPickle(bytes)).toHaveLength(count);
  });
});
