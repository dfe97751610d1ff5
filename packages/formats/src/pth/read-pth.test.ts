import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { FormatError } from '../shared/errors.js';
import type { HostTensor } from '../shared/host-tensor.js';
import { PickleWriter } from '../pickle/pickle-writer.js';
import { readPth } from './read-pth.js';
import { readZip } from '../zip/read-zip.js';
import { readMutated } from '../testing/read-mutated.js';
import { writeZip } from '../zip/write-zip.js';

const folder = new URL('../../fixtures/', import.meta.url);
const fixture = (name: string): Uint8Array => readFileSync(new URL(name, folder));
const fixtures = readdirSync(folder).filter((name) => name.endsWith('.pth'));

type Described = Omit<HostTensor, 'data'> & { data: (number | string)[] };
const expected = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as Record<
  string,
  Record<string, Described>
>;

const latin1 = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));

/** An archive of one pickle, given as text of one character per byte, and storages. */
function archive(pickle: Uint8Array | string, storages: Record<string, Uint8Array> = {}) {
  const data = Object.entries(storages).map(([key, bytes]): [string, Uint8Array] => [
    `a/data/${key}`,
    bytes,
  ]);
  const body = typeof pickle === 'string' ? latin1(`\x80\x02${pickle}`) : pickle;
  return writeZip(new Map([['a/data.pkl', body], ...data]));
}

interface View {
  readonly type?: string;
  readonly elements?: number;
  readonly offset?: number;
  readonly shape?: number[];
  readonly strides?: number[];
}
function pushView(pickle: PickleWriter, name: string, view: View): void {
  const { type = 'FloatStorage', elements = 4, offset = 0, shape = [4], strides = [1] } = view;
  pickle.text(name).global('torch._utils', '_rebuild_tensor').opcode('MARK', 'MARK');
  pickle.text('storage').global('torch', type).text('0').text('cpu').integer(elements);
  pickle.opcode('TUPLE', 'BINPERSID').integer(offset).integers(shape).integers(strides);
  pickle.opcode('TUPLE', 'REDUCE', 'SETITEM');
}
/** An archive of tensors that are views of one storage. */
function views(tensors: Record<string, View>, storage = new Uint8Array(16)): Uint8Array {
  const pickle = new PickleWriter().opcode('EMPTY_DICT');
  for (const [name, view] of Object.entries(tensors)) pushView(pickle, name, view);
  return archive(pickle.end(), { '0': storage });
}

/** Nested dictionaries, each of which holds the one before it twice. */
const doubling = `}q\0${Array.from({ length: 30 }, (_, i) => `}(U\x01ah${String.fromCharCode(i)}U\x01bh${String.fromCharCode(i)}uq${String.fromCharCode(i + 1)}`).join('')}.`;
const elementCount = (shape: readonly number[]): number =>
  shape.includes(0) ? 0 : shape.reduce((product, size) => product * size, 1);

describe('readPth', () => {
  it.each(Object.keys(expected))('reads %s as PyTorch does', (name) => {
    const { tensors } = readPth(fixture(name));
    expect(Object.keys(tensors)).toEqual(Object.keys(expected[name]!));
    for (const [key, { dtype, shape, data }] of Object.entries(expected[name]!)) {
      const values = Array.from(tensors[key]!.data);
      expect({ ...tensors[key]!, data: values }).toEqual({ dtype, shape, data: data.map(Number) });
    }
  });

  it.each(['attack.pth', 'attack-legacy.pth'])('refuses %s by name, not run', (name) => {
    expect(() => readPth(fixture(name))).toThrow(FormatError);
    expect(() => readPth(fixture(name))).toThrow('"posix.system" is not part of a tensor');
  });

  it('copies data, also from an unaligned Buffer', () => {
    const file = fixture('views.pth');
    const shifted = Buffer.alloc(file.length + 3);
    shifted.set(file, 3);
    const { tensors } = readPth(shifted.subarray(3));
    shifted.fill(0);
    expect(tensors).toEqual(readPth(file).tensors);
  });

  it('takes names such as __proto__ and constructor for ordinary ones', () => {
    const { tensors } = readPth(views({ ['__proto__']: {}, constructor: {} }));
    expect(Object.keys(tensors)).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(tensors)).toBeNull();
  });

  it('reads big-endian archives', () => {
    const entries = readZip(views({ a: {} }, Uint8Array.of(0x3f, 0x80, ...new Uint8Array(14))));
    const bytes = writeZip(entries.set('a/byteorder', latin1('big')));
    expect([...readPth(bytes).tensors.a!.data]).toEqual([1, 0, 0, 0]);
    const wrong = writeZip(entries.set('a/byteorder', latin1('middle')));
    expect(() => readPth(wrong)).toThrow('byte order is "middle"');
  });

  it('takes mutated files as a value or a FormatError, in memory bounded by their size', () => {
    const originals = fixtures.flatMap((name) => {
      const bytes = fixture(name);
      if (bytes[0] !== 0x50) return [{ bytes, wrap: (mutated: Uint8Array) => mutated }];
      const entries = readZip(bytes);
      const [pickleName, pickle] = [...entries].find(([entry]) => entry.endsWith('/data.pkl'))!;
      // The pickle is a small part of the archive, so it is also mutated on its own.
      return [
        { bytes, wrap: (mutated: Uint8Array) => mutated },
        {
          bytes: pickle,
          wrap: (mutated: Uint8Array) => writeZip(new Map(entries).set(pickleName, mutated)),
        },
      ];
    });
    const meaningful = latin1('(.0})]RQbcuestqhjrIKMJ\x80\x85\x86\x87\x8a\x8b\x93\x94');
    const files = originals.map(({ bytes }) => bytes);
    readMutated(files, { meaningful, seed: 3 }, (mutated, index) => {
      const file = originals[index]!.wrap(mutated);
      let total = 0;
      for (const { shape, data } of Object.values(readPth(file).tensors)) {
        total += data.byteLength;
        if (data.length !== elementCount(shape)) throw new Error(`[${shape}]: ${data.length}`);
      }
      if (total > 8 * file.length) throw new Error(`${total} bytes of ${file.length}`);
    });
  });

  it.each([
    ['an empty file', new Uint8Array(0), 'neither an archive nor a pickle'],
    ['text', latin1('hello'), 'neither an archive nor a pickle'],
    ['an archive cut off', fixture('views.pth').subarray(0, 1500), 'cut off'],
    ['another pickle', latin1('\x80\x02K\x01.'), 'magic'],
    ['an old file cut off', fixture('views-legacy.pth').subarray(0, 1500), 'bytes at byte'],
    ['an archive without a pickle', writeZip(new Map()), '0 entries named data.pkl'],
    [
      'an archive with two pickles',
      writeZip(new Map(['a/data.pkl', 'b/data.pkl'].map((name) => [name, latin1('N.')]))),
      '2 entries named data.pkl',
    ],
    ['a list', archive('].'), 'other than a dictionary'],
    ['a function of Python by stack', archive('U\x08builtinsU\x04eval\x93.'), '"builtins.eval"'],
    ['a forged name of a global', archive('ctorch.nn\nModule\n.'), '"torch.nn.Module"'],
    ['a call of a value', archive('})R.'), 'not a function'],
    ['a persistent id that is text', archive('U\x01aQ.'), 'persistent id'],
    ['attributes of a list', archive(']}b.'), 'attributes'],
    ['an opcode that runs code', archive('(ios\nsystem\n.'), 'opcode 0x69 at byte 3'],
    ['a newer protocol', archive(latin1('\x80\x06}.')), 'protocol 6'],
    ['an empty pickle', archive(''), 'bytes at byte'],
    ['text beyond the file', archive('X\xff\xff\xff\x7fa.'), 'needs 2147483647 bytes'],
    ['text of 2^64 bytes', archive(`\x8d${'\xff'.repeat(8)}a.`), 'bytes at byte'],
    ['text that is not UTF-8', archive('U\x01\xff.'), 'UTF-8'],
    ['an integer of 2 GB', archive('\x8b\xff\xff\xff\x7f.'), '2097152 steps'],
    ['an integer of 256 bytes', archive(`\x8b\0\x01\0\0${'1'.repeat(256)}.`), 'of 256 bytes'],
    ['an integer cut off', archive('\x8a\x09\0.'), 'needs 9 bytes'],
    ['an integer of many digits', archive(`I${'9'.repeat(1e5)}\n.`), 'not an integer'],
    ['a pop of nothing', archive('0.'), 'pops from nothing'],
    ['a pop below a mark', archive('}(U\x01as.'), 'pops from nothing'],
    ['a tuple without a mark', archive('t.'), 'no mark'],
    ['an unknown memo', archive('h\x07.'), 'reads 7 from the memo'],
    ['an odd number of items', archive('}(U\x01au.'), 'sets items'],
    ['items of a list', archive('](U\x01a}u.'), 'sets items'],
    ['items appended to a dictionary', archive('}}a.'), 'appends'],
    ['a million dictionaries', archive('}'.repeat(1e6)), '2097152 steps'],
    ['a memo of three million', archive(`N${'\x94'.repeat(3e6)}.`), '2097152 steps'],
    ['a dictionary of no pairs', archive('ccollections\nOrderedDict\n])a\x85R.'), 'not pairs'],
    ['a tuple nested 400,000 deep', archive(`)${'\x85'.repeat(4e5)}.`), 'other than a dictionary'],
    ['a dictionary that is within itself', archive('}q\0U\x01ah\0s.'), 'nested'],
    ['2^30 dictionaries that are one', archive(doubling), 'repeat each other'],
    ['a long name', views({ ['n'.repeat(1025)]: {} }), 'more than 1024'],
    [
      'a storage that is missing',
      archive(readZip(views({ a: {} })).get('a/data.pkl')!),
      'has no storage',
    ],
    ['a storage that is too short', views({ a: {} }, new Uint8Array(15)), 'has 15 bytes'],
    ['a storage of two types', views({ a: {}, b: { type: 'IntStorage' } }), 'two types'],
    ['a storage of 2^53 elements', views({ a: { elements: 2 ** 53 - 1 } }), 'has 16 bytes'],
    ['a view past the end', views({ a: { offset: 1 } }), 'tensor "a" ends at element 4'],
    ['wide strides', views({ a: { shape: [2, 2], strides: [2, 2] } }), 'ends at element 4'],
    ['strides that overflow', views({ a: { shape: [3], strides: [2 ** 53 - 1] } }), 'ends at'],
    ['a negative size', views({ a: { shape: [2 ** 64 - 2048] } }), 'whole numbers'],
    [
      'fewer strides than sizes',
      views({ a: { shape: [2, 2] } }),
      'is not made of a storage, an offset',
    ],
    ['65 axes', views({ a: { shape: [...ones(65)], strides: ones(65) } }), '64 whole numbers'],
    ['one value repeated', views({ a: { shape: [2 ** 20], strides: [0] } }), 'more than 8 times'],
    [
      'a count of elements that overflows',
      views({ a: { shape: ones(64).fill(2 ** 52), strides: ones(64).fill(0) } }),
      'more than 8 times',
    ],
    [
      'an int64 beyond int32',
      views({ steps: { type: 'LongStorage', elements: 1, shape: [1] } }, new Uint8Array(8).fill(7)),
      'tensor "steps" holds',
    ],
    [
      'a float64 beyond float32',
      views(
        { a: { type: 'DoubleStorage', elements: 1, shape: [1] } },
        new Uint8Array(Float64Array.of(1e300).buffer),
      ),
      'tensor "a" holds 1e+300, which does not fit float32',
    ],
  ])('refuses %s', (_, bytes, message) => {
    const reason = expect.stringContaining(message) as string;
    expect(() => readPth(bytes)).toThrow(
      expect.objectContaining({ name: 'FormatError', format: 'pth', reason }) as Error,
    );
  });

  it('refuses two tensors of one name', () => {
    const pickle = new PickleWriter().opcode('EMPTY_DICT');
    pushView(pickle, 'a.b', {});
    pickle.text('a').opcode('EMPTY_DICT');
    pushView(pickle, 'b', {});
    const bytes = archive(pickle.opcode('SETITEM').end(), { '0': new Uint8Array(16) });
    expect(() => readPth(bytes)).toThrow('two tensors have the name "a.b"');
  });

  it('charges for copying a list again and again', () => {
    const list = `](${'](NNe'.repeat(3000)}eq\x01`;
    const bytes = archive(`ccollections\nOrderedDict\nq\0${list}${'h\0h\x01\x85R'.repeat(1000)}.`);
    expect(() => readPth(bytes)).toThrow('steps');
  });
});

function ones(length: number): number[] {
  return new Array<number>(length).fill(1);
}
