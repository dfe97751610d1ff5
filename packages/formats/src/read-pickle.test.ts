import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { FormatError } from './errors.js';
import type { PickleValue } from './pickle-value.js';
import { readPickle } from './read-pickle.js';
import { edits, mutate } from './testing/mutate.js';

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

/** The opcodes of an array of protocol 2, with data as a byte string of Python 2 on the stack. */
const array = (type: string, shape: string, data: string): string =>
  `cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\nK\0\x85U\x01btR(K\x01${shape}` +
  `cnumpy\ndtype\nU${String.fromCharCode(type.length)}${type}K\0K\x01\x87R(K\x03U\x01<NNNK\0K\0K\0tbI00\n${data}tb`;
const string = (bytes: string): string =>
  `T${String.fromCharCode(...new Uint8Array(Uint32Array.of(bytes.length).buffer))}${bytes}`;

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
    // 2^30 references to one list.
    const doubled = read(`]q\0${'q\0](h\0h\0e'.repeat(30)}.`);
    expect((doubled as PickleValue[])[0]).toBe((doubled as PickleValue[])[1]);
  });

  it('reads byte strings of Python 2 as UTF-8, else as latin-1, and as data where they are that', () => {
    expect(read("S'gr\\xc3\\xb6\\xc3\\x9fe'\n.")).toBe('größe');
    expect(read("S'gr\\xf6\\xdfe'\n.")).toBe('größe');
    expect(read('U\x02\x80\x9f.')).toBe('\x80\x9f');
    expect(
      read(`U\x04\xc3\xb6\xc3\xb6q\x05${array('u1', 'K\x04\x85', 'h\x05')}h\x05\x86.`),
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

  it('takes mutated files as a value or a FormatError, in memory bounded by their size', () => {
    // All opcodes occur in the smaller files.
    const originals = fixtures.map(fixture).filter(({ length }) => length < 2600);
    const meaningful = Buffer.from(
      '(.0})]RQbcuestqhjrIKMJFLSTUVXBCNadgilop\x80\x81\x85\x86\x87\x88\x8a\x8c\x8e\x8f\x90\x91\x93\x94\x96',
      'latin1',
    );
    let count = 0;
    const property = fc.property(
      fc.nat(originals.length - 1),
      edits(meaningful),
      (index, changes) => {
        const file = mutate(originals[index]!, changes, originals);
        try {
          const value = readPickle(file);
          if (countBytes(value) > 8 * file.length) throw new Error('too many bytes');
          count += 1;
        } catch (error) {
          if (!(error instanceof FormatError)) throw error;
        }
      },
    );
    fc.assert(property, { seed: 4, numRuns: 10_000 });
    // Both outcomes must be common, or the mutations are too weak or too strong to show anything.
    expect(count).toBeGreaterThan(500);
    expect(count).toBeLessThan(9500);
  }, 20_000);

  it.each([
    ['an empty file', '', 'needs 1 bytes'],
    ['text', 'hello', 'reads 101 from the memo'],
    ['a newer protocol', '\x80\x06N.', 'protocol 6'],
    ['a file cut off', '\x80\x02](K\x01', 'needs 1 bytes at byte 6'],
    ['a second pickle', 'N.N.', '2 bytes follow the end of the pickle'],
    ['a function of Python', 'cos\nsystem\n(S"id"\ntR.', '"os.system" is not a value of Python'],
    ['one by stack', '\x8c\x02os\x8c\x06system\x93.', '"os.system" is not a value'],
    ['an instance by name', '(S"id"\nios\nsystem\n.', '"os.system" is not a value'],
    ['a module of builtins', '\x8c\x08builtins\x8c\x04eval\x93.', '"builtins.eval" is not a value'],
    ['a name off the prototype', 'c__proto__\nconstructor\n.', '"__proto__.constructor" is not a'],
    ['an instance of a class', '(c__builtin__\nint\nK\x01o.', 'not a function'],
    ['a call of a class', 'c__builtin__\nint\n)R.', 'not a function'],
    ['a call without a tuple', 'c__builtin__\nset\n]R.', 'not a function'],
    ['a class', 'c__builtin__\nint\n.', 'holds a class int, which is no data'],
    ['a function in a list', ']cnumpy\ndtype\na.', 'holds a function or type of NumPy'],
    ['a type of NumPy', 'cnumpy\ndtype\nU\x02f4\x85R.', 'holds a function or type of NumPy'],
    [
      'an array without a state',
      array('f4', 'K\x01\x85', 'U\x04abcd').replace(/\(K\x01.*/s, '.'),
      'no state',
    ],
    ['an extension', '\x82\x01.', 'opcode 0x82 at byte 0 does not occur in pickles of values'],
    ['a buffer from elsewhere', '\x97.', 'opcode 0x97'],
    ['a persistent id', 'N\x51.', 'outside of the file'],
    ['one of protocol 0', 'Pid\n.', 'outside of the file'],
    ['attributes of a dictionary', '}}b.', 'sets attributes'],
    ['a list within itself', ']q\0h\0a.', 'contains itself'],
    ['a tuple within itself', ']q\0h\0\x85q\x01a.', 'contains itself'],
    ['a dictionary within itself', '}q\0K\x01h\0s.', 'contains itself'],
    ['a tuple nested deeply', `)${'\x85'.repeat(500)}.`, 'nested more than 500 deep'],
    ['one that is near the surface too', `)q\0${deepened(501)}.`, 'nested more than 500 deep'],
    ['text that is not UTF-8', 'X\x01\0\0\0\xff.', 'UTF-8'],
    ['text beyond Unicode', 'V\\U00110000\n.', 'not Unicode'],
    ['a string without quotes', 'Sabc\n.', 'string at byte 1 is not within quotes'],
    ['a string of one quote', "S'\n.", 'not within quotes'],
    ['a string with an unknown escape', "S'\\q'\n.", 'an escape that repr does not write: \\q'],
    ['a string with half an escape', "S'\\x1'\n.", 'escape'],
    ['a string that escapes its end', "S'\\'\n.", 'escape'],
    ['a float that is none', 'F1.2.3\n.', '"1.2.3" is not a float'],
    ['a hexadecimal float', 'F0x10\n.', 'is not a float'],
    ['an integer of many digits', `L${'9'.repeat(1000)}L\n.`, 'is not an integer'],
    ['an integer of 2 GB', '\x8b\xff\xff\xff\x7f.', 'steps'],
    ['bytes beyond the file', 'B\xff\xff\xff\x7fa.', 'needs 2147483647 bytes'],
    ['a set of a set', 'c__builtin__\nset\n(c__builtin__\nset\n)RtR.', 'other than a list'],
    ['items of a list as a set', '](K\x01\x90.', 'not a set'],
    [
      'bytes of text beyond latin-1',
      'c_codecs\nencode\n(X\x02\0\0\0\xc4\x80X\x06\0\0\0latin1tR.',
      '256',
    ],
    ['bytes in another encoding', 'c_codecs\nencode\n(X\x01\0\0\0aX\x05\0\0\0utf16tR.', 'latin1'],
    ['two keys that are one text', '}(U\x02\xc3\xb6K\x01U\x01\xf6K\x02u.', 'are one text'],
    ['an array of texts', array('S5', 'K\x01\x85', 'U\x05abcde.'), '"S5", not one of f2,f4,f8'],
    ['a type off the prototype', array('constructor', 'K\x01\x85', 'U\x05abcde.'), '"constructor"'],
    ['an array of 2^53', array('f4', '\x8a\x07\0\0\0\0\0\0\x10\x85', 'U\x04abcd'), 'there are 4'],
    ['an array of -1', array('f4', 'J\xff\xff\xff\xff\x85', 'U\x04abcd'), 'whole numbers >= 0'],
    [
      'too little data',
      array('f4', 'K\x02\x85', 'U\x04abcd'),
      'shape (2) needs 8 bytes, there are 4',
    ],
    ['data that is a list', array('f4', 'K\x02\x85', ']'), 'is not a byte string'],
    ['65 axes', array('u1', `(${'K\x01'.repeat(65)}t`, 'U\x01a'), '64 whole numbers'],
    ['an int64 that does not fit', `${array('i8', 'K\x01\x85', 'U\x08abcdefgh')}.`, 'fit int32'],
    [
      'a float64 that does not fit',
      `${array('f8', 'K\x01\x85', 'U\x08\0\0\0\0\0\0\xe0\x7f')}.`,
      'fit float32',
    ],
    ['objects of two axes', array('O8', 'K\x01K\x01\x86', '](Ne'), 'pickle array.tolist()'],
    [
      'one megabyte of data in many arrays',
      `${string('a'.repeat(2 ** 20))}q\x050](${array('i1', 'J\0\0\x10\0\x85', 'h\x05').repeat(3)}e.`,
      'more than 8 times',
    ],
    [
      'one text as many bytes',
      `X\0\0\x10\0${'a'.repeat(2 ** 20)}q\x050](${'c_codecs\nencode\n(h\x05X\x06\0\0\0latin1tR'.repeat(9)}e.`,
      'more than 8 times',
    ],
    [
      'a list copied again and again',
      `](${'N'.repeat(3000)}eq\x010](${'c__builtin__\nset\nh\x01\x85R'.repeat(1000)}e.`,
      'steps',
    ],
  ])('refuses %s', (_, pickle, message) => {
    const reason = expect.stringContaining(message) as string;
    expect(() => read(pickle)).toThrow(
      expect.objectContaining({ name: 'FormatError', format: 'pickle', reason }) as Error,
    );
  });

  it('refuses a real program by name, not run', () => {
    expect(() => readPickle(fixture('attack.pickle'))).toThrow('"posix.system" is not a value');
  });
});

/** A list of tuples, each of which holds the one before it, so none is deep before the others. */
function deepened(count: number): string {
  return `](${'h\0\x85q\0'.repeat(count)}e`;
}

/** Bytes of all arrays and byte strings. */
function countBytes(value: PickleValue, seen = new Set<PickleValue>()): number {
  if (value === null || typeof value !== 'object' || seen.has(value)) return 0;
  seen.add(value);
  if (value instanceof Uint8Array) return value.length;
  const items = value instanceof Map ? [...value].flat() : value;
  if ('dtype' in items) {
    const count = items.shape.reduce((product, size) => product * size, 1);
    if (items.data.length !== count) throw new Error(`[${items.shape}]: ${items.data.length}`);
    return items.data.byteLength;
  }
  return [...items].reduce<number>((sum, item) => sum + countBytes(item, seen), 0);
}
