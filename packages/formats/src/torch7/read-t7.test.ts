import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { joinBytes } from '../shared/join-bytes.js';
import { readT7 } from './read-t7.js';
import type { T7Object, T7Value } from './t7-values.js';
import { readMutated } from '../testing/read-mutated.js';

// By fixtures/make-t7.py.
const folder = new URL('../../fixtures/', import.meta.url);
const fixture = (name: string): Uint8Array => readFileSync(new URL(name, folder));
const fixtures = readdirSync(folder).filter((name) => name.endsWith('.t7'));
const expected = JSON.parse(readFileSync(new URL('expected-t7.json', folder), 'utf8')) as Record<
  string,
  unknown
>;

/** A value as JSON, in the form of the fixtures. */
function asJson(value: T7Value, around: readonly T7Value[] = []): unknown {
  if (typeof value === 'number') {
    return Number.isFinite(value) ? value : { number: String(value) };
  }
  if (typeof value !== 'object' || value === null) return value;
  if (around.includes(value)) return { cycle: around.indexOf(value) };
  const inside = [value, ...around];
  const pairs = (map: ReadonlyMap<T7Value, T7Value>) =>
    [...map].map((pair) => pair.map((each) => asJson(each, inside)));
  if (Array.isArray(value)) return value.map((item: T7Value) => asJson(item, inside));
  if (value instanceof Map) return { map: pairs(value) };
  if ('className' in value) return { class: value.className, fields: pairs(value.fields) };
  if ('dtype' in value) {
    const data = Array.from(value.data, (each) => (Number.isFinite(each) ? each : String(each)));
    return { dtype: value.dtype, shape: value.shape, data };
  }
  throw new Error('no such value');
}

const latin1 = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));
const i32 = (...numbers: number[]) => new Uint8Array(Int32Array.from(numbers).buffer);
const i64 = (...numbers: number[]) =>
  new Uint8Array(BigInt64Array.from(numbers.map(BigInt)).buffer);
const nil = i32(0);
const number = (value: number) =>
  joinBytes([i32(1), new Uint8Array(Float64Array.of(value).buffer)]);
const text = (value: string) => joinBytes([i32(2, value.length), latin1(value)]);
const table = (index: number, ...parts: Uint8Array[]) =>
  joinBytes([i32(3, index, parts.length / 2), ...parts]);
const ofClass = (index: number, name: string, ...parts: Uint8Array[]) =>
  joinBytes([i32(4, index, 3), latin1('V 1'), i32(name.length), latin1(name), ...parts]);
interface ByHand {
  readonly type?: string;
  readonly shape?: number[];
  readonly strides?: number[];
  readonly offset?: number;
  readonly storage?: Uint8Array;
}
const storage = (index = 2, type = 'Float', elements = 4, bytes = 16) =>
  ofClass(index, `torch.${type}Storage`, i64(elements), new Uint8Array(bytes));
/** A tensor of zeros by hand, unchecked; the offset is that of Lua. */
function tensor(index: number, view: ByHand): Uint8Array {
  const { type = 'Float', shape = [4], strides = [1], offset = 1 } = view;
  const head = [i32(shape.length), i64(...shape, ...strides, offset)];
  return ofClass(index, `torch.${type}Tensor`, ...head, view.storage ?? storage());
}
const fieldsOf = (value: T7Value) => (value as T7Object).fields;

describe('readT7', () => {
  it.each(fixtures)('reads %s as torchfile does', (name) => {
    const value = readT7(fixture(name));
    expect(asJson(value)).toEqual(expected[name.replace(/-(?:ascii|32)/, '')]);
  });

  it('reads one object of a file as one object', () => {
    const value = readT7(fixture('values.t7')) as ReadonlyMap<string, T7Value>;
    expect((value.get('again') as T7Value[])[1]).toBe(value.get('first'));
    const list = readT7(table(1, number(1), i32(3, 1), number(2), ofClass(2, 'A', i32(3, 1))));
    expect((list as T7Value[])[0]).toBe(list);
    // As fields of an object, a list is a Map.
    expect(fieldsOf((list as T7Value[])[1]!).get(1)).toBe(list);
  });

  it('skips functions of every kind, and reads what comes after them', () => {
    const code = joinBytes([i32(3), latin1('abc'), table(7, text('up'), table(8))]);
    for (const head of [i32(6), i32(7, 5), i32(8, 5)]) {
      const value = readT7(table(1, number(1), joinBytes([head, code]), number(2), i32(3, 8)));
      expect(asJson(value)).toEqual([{ class: 'function', fields: [] }, []]);
    }
  });

  it('reads half tensors', () => {
    const halves = ofClass(2, 'torch.HalfStorage', i64(2), Uint8Array.of(0, 0x3e, 0, 0xc0));
    const value = readT7(tensor(1, { type: 'Half', shape: [2], storage: halves }));
    expect(value).toEqual({ dtype: 'float32', shape: [2], data: Float32Array.of(1.5, -2) });
  });

  it('reads tables nested 30,000 deep, as long chains of a graph are', () => {
    const parts = Array.from({ length: 3e4 }, (_, i) => [i32(3, i + 1, 1), number(1)]).flat();
    let value = readT7(joinBytes([...parts, nil]));
    let depth = 0;
    for (; Array.isArray(value); value = value[0] as T7Value) depth += 1;
    expect(depth).toBe(3e4);
  });

  it('takes as long for a table that many objects share as for one', () => {
    const names = Array.from({ length: 1e4 }, (_, i) => [text(`${i}`), nil]).flat();
    const objects = Array.from({ length: 1e4 }, (_, i) => [
      number(i + 1),
      ofClass(i + 3, 'A', i === 0 ? table(2, ...names) : i32(3, 2)),
    ]);
    const value = readT7(table(1, ...objects.flat())) as T7Value[];
    expect(fieldsOf(value[9999]!)).toBe(fieldsOf(value[0]!));
  });

  it('copies data, also from an unaligned Buffer', () => {
    const whole = fixture('values.t7');
    const shifted = Buffer.alloc(whole.length + 3);
    shifted.set(whole, 3);
    const value = readT7(shifted.subarray(3));
    shifted.fill(0);
    expect(asJson(value)).toEqual(asJson(readT7(whole)));
  });

  it('takes mutated files as a value or a FormatError, in memory bounded by their size', () => {
    const originals = fixtures.map(fixture);
    const meaningful = [0, 1, 2, 3, 4, 5, 6, 7, 8, ...latin1('0123456789 \n.-e')];
    readMutated(originals, { meaningful, seed: 11 }, (file) => {
      const total = tensorBytes(readT7(file));
      if (total > 8 * file.length) throw new Error(`${total} bytes of ${file.length}`);
    });
  });

  const ascii = (...lines: (string | number)[]) => latin1(lines.join('\n'));

  it.each([
    ['an empty file', new Uint8Array(0), 'does not begin like'],
    ['text', latin1('hello'), 'does not begin like'],
    ['a file of PyTorch', latin1('PK\x03\x04'), 'use readPth'],
    ['an old file of PyTorch', latin1('\x80\x02}'), 'use readPth'],
    ['a file cut off', fixture('module.t7').subarray(0, 900), 'bytes at byte'],
    ['an ascii file cut off', fixture('values-ascii.t7').subarray(0, 900), 'byte'],
    ['two objects', joinBytes([nil, nil]), '4 bytes are left over'],
    ['a value of kind 9', table(1, number(1), i32(9)), 'at byte 24 is of kind 9'],
    ['text of 2 GB', i32(2, 2 ** 31 - 1), 'needs 2147483647 bytes'],
    ['text of -1 bytes', i32(2, -1), 'is -1'],
    ['a table of -1 entries', i32(3, 1, -1), 'is -1'],
    ['a table of 2 billion entries', i32(3, 1, 2 ** 31 - 1, 0, 0), 'needs 4 bytes'],
    ['nil as a key', table(1, nil, nil), 'key nil'],
    ['a key twice', table(1, text('a'), nil, text('a'), nil), 'key "a" twice'],
    ['an object as a key twice', table(1, i32(3, 1), nil, i32(3, 1), nil), 'key of an object'],
    [
      'five million values',
      joinBytes([i32(3, 1, 3e6), new Uint8Array(2e7)]),
      'more than 4194304 values',
    ],
    ['an object that is not a table', ofClass(1, 'nn.Odd', number(1)), '"nn.Odd" is not made of'],
    ['an object with a form of its own', ofClass(1, 'tds.Hash', i64(1)), 'class "tds.Hash"'],
    ['a state of random numbers', ofClass(1, 'torch.Generator', i64(1)), 'a table or tensor'],
    ['a view past the end', tensor(1, { offset: 2 }), 'tensor "Float 1" ends at element 4 of'],
    ['wide strides', tensor(1, { shape: [2, 2], strides: [2, 2] }), 'ends at element 4'],
    ['a negative size', tensor(1, { shape: [-1] }), 'is 18446744073709552000'],
    ['-1 axes', ofClass(1, 'torch.FloatTensor', i32(-1)), '-1 axes'],
    ['65 axes', ofClass(1, 'torch.FloatTensor', i32(65)), '65 axes, not 0 to 64'],
    ['one value repeated', tensor(1, { shape: [2 ** 30], strides: [0] }), 'more than 8 times'],
    ['a tensor without a storage', tensor(1, { storage: nil }), 'a storage of 0'],
    ['a tensor of itself', tensor(1, { storage: i32(4, 1) }), 'is not made of a storage'],
    ['a tensor of a number', tensor(1, { storage: number(1) }), 'is not made of a storage'],
    ['a storage of another type', tensor(1, { type: 'Int' }), 'a view of a storage of Float'],
    ['a storage beyond the file', storage(1, 'Float', 2 ** 52, 16), 'bytes at byte'],
    [
      'a long beyond int32',
      ofClass(1, 'torch.LongStorage', i64(2, 1, 2 ** 31)),
      'tensor "Long 1" holds 2147483648, which does not fit int32',
    ],
    ['a number that is text', ascii(1, 'one'), '"one" at byte 2 is not a number'],
    ['a number of 50 digits', ascii(1, '1'.repeat(50)), 'is not a number'],
    ['a kind that is no whole number', ascii('1.5', 1), 'is of kind 1.5'],
    ['ascii text of half a byte', ascii(2, '0.5', 'a'), 'is 0.5'],
    ['ascii text of 9 bytes', ascii(2, 9, 'abc'), 'needs 9 bytes at byte 4, but 3 are left'],
    [
      'an ascii storage beyond the file',
      ascii(4, 1, 3, 'V 1', 18, 'torch.FloatStorage', 1e9, '1 2'),
      '1000000000 numbers at byte',
    ],
  ])('refuses %s', (_, bytes, message) => {
    const reason = expect.stringContaining(message) as string;
    expect(() => readT7(bytes)).toThrow(
      expect.objectContaining({ name: 'FormatError', format: 't7', reason }) as Error,
    );
  });
});

/** Bytes of all tensors that a value reaches, each counted once. */
function tensorBytes(root: T7Value): number {
  const found = new Set<T7Value>([root]);
  let total = 0;
  for (const value of found) {
    if (typeof value !== 'object' || value === null) continue;
    if (Array.isArray(value)) value.forEach((item: T7Value) => found.add(item));
    else if (value instanceof Map) [...value].flat().forEach((item: T7Value) => found.add(item));
    else if ('className' in value) found.add(value.fields);
    else if ('dtype' in value) total += value.data.byteLength;
  }
  return total;
}
