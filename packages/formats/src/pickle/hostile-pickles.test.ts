import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import type { PickleValue } from './pickle-value.js';
import { readPickle } from './read-pickle.js';
import { arrayOpcodes } from '../testing/array-opcodes.js';
import { readMutated } from '../testing/read-mutated.js';

// By fixtures/make-pickles.py.
const folder = new URL('../../fixtures/', import.meta.url);
const fixture = (name: string): Uint8Array => readFileSync(new URL(name, folder));
const fixtures = readdirSync(folder).filter((name) => /-\d\.pickle$/.test(name));

/** The value of a pickle, given as text of one character per byte. */
const read = (pickle: string): PickleValue => readPickle(Buffer.from(pickle, 'latin1'));

const string = (bytes: string): string =>
  `T${String.fromCharCode(...new Uint8Array(Uint32Array.of(bytes.length).buffer))}${bytes}`;

describe('hostile pickles', () => {
  it('takes mutated files as a value or a FormatError, in memory bounded by their size', () => {
    // All opcodes occur in the smaller files.
    const originals = fixtures.map(fixture).filter(({ length }) => length < 2600);
    const meaningful = Buffer.from(
      '(.0})]RQbcuestqhjrIKMJFLSTUVXBCNadgilop\x80\x81\x85\x86\x87\x88\x8a\x8c\x8e\x8f\x90\x91\x93\x94\x96',
      'latin1',
    );
    readMutated(originals, { meaningful, seed: 4 }, (file) => {
      if (countBytes(readPickle(file)) > 8 * file.length) throw new Error('too many bytes');
    });
  });

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
      arrayOpcodes('f4', 'K\x01\x85', 'U\x04abcd').replace(/\(K\x01.*/s, '.'),
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
    ['2^30 lists that are one', `]q\0${'](h\0h\0eq\0'.repeat(30)}.`, 'values repeat to more than'],
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
    ['a float of a million digits', `F${'1'.repeat(1e6)}x\n.`, 'is not a float'],
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
    [
      'an array of texts',
      arrayOpcodes('S5', 'K\x01\x85', 'U\x05abcde.'),
      '"S5", not one of f2,f4,f8',
    ],
    [
      'a type off the prototype',
      arrayOpcodes('constructor', 'K\x01\x85', 'U\x05abcde.'),
      '"constructor"',
    ],
    [
      'an array of 2^53',
      arrayOpcodes('f4', '\x8a\x07\0\0\0\0\0\0\x10\x85', 'U\x04abcd'),
      'there are 4',
    ],
    [
      'an array of -1',
      arrayOpcodes('f4', 'J\xff\xff\xff\xff\x85', 'U\x04abcd'),
      'whole numbers >= 0',
    ],
    [
      'too little data',
      arrayOpcodes('f4', 'K\x02\x85', 'U\x04abcd'),
      'shape (2) needs 8 bytes, there are 4',
    ],
    ['data that is a list', arrayOpcodes('f4', 'K\x02\x85', ']'), 'is not a byte string'],
    ['65 axes', arrayOpcodes('u1', `(${'K\x01'.repeat(65)}t`, 'U\x01a'), '64 whole numbers'],
    [
      'an int64 that does not fit',
      `${arrayOpcodes('i8', 'K\x01\x85', 'U\x08abcdefgh')}.`,
      'fit int32',
    ],
    [
      'a float64 that does not fit',
      `${arrayOpcodes('f8', 'K\x01\x85', 'U\x08\0\0\0\0\0\0\xe0\x7f')}.`,
      'fit float32',
    ],
    ['objects of two axes', arrayOpcodes('O8', 'K\x01K\x01\x86', '](Ne'), 'pickle array.tolist()'],
    [
      'arrays of 64 axes again and again',
      'cnumpy.core.multiarray\n_reconstruct\nq\0(cnumpy\nndarray\nK\0\x85U\x01btq\x01' +
        `(K\x01(${'K\x01'.repeat(64)}tcnumpy\ndtype\nU\x02u1K\0K\x01\x87RI00\nU\x01atq\x02` +
        `](${'h\0h\x01Rh\x02b'.repeat(20_000)}e.`,
      'steps',
    ],
    [
      'one megabyte of data in many arrays',
      `${string('a'.repeat(2 ** 20))}q\x050](${arrayOpcodes('i1', 'J\0\0\x10\0\x85', 'h\x05').repeat(3)}e.`,
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

/** A list of tuples, each of which holds the one before it: none looks deep from the list. */
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
