import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { FormatError } from '../shared/errors.js';
import type { HostTensor } from '../shared/host-tensor.js';
import { readSafetensors } from './read-safetensors.js';
import { safetensorsLayout } from './safetensors-layout.js';
import { safetensorsHeader, writeSafetensors } from './write-safetensors.js';

/** A file made by hand from header text and data, unchecked. */
function file(header: unknown, data: number[] = []): Uint8Array {
  const text = new TextEncoder().encode(
    typeof header === 'string' ? header : JSON.stringify(header),
  );
  const bytes = new Uint8Array(8 + text.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  bytes.set(data, 8 + text.length);
  return bytes;
}

const sample: Record<string, HostTensor> = {
  kernel: { dtype: 'float32', shape: [2, 2], data: Float32Array.of(1, -2.5, NaN, Infinity) },
  steps: { dtype: 'int32', shape: [], data: Int32Array.of(-7) },
  pixels: { dtype: 'uint8', shape: [3], data: Uint8Array.of(0, 128, 255) },
  none: { dtype: 'float32', shape: [0, 4], data: new Float32Array(0) },
};

const tensorArbitrary: fc.Arbitrary<HostTensor> = fc.oneof(
  fc.float32Array({ maxLength: 6 }).map((data) => host({ dtype: 'float32', data })),
  fc.int32Array({ maxLength: 6 }).map((data) => host({ dtype: 'int32', data })),
  fc.uint8Array({ maxLength: 6 }).map((data) => host({ dtype: 'uint8', data })),
);
function host(part: { dtype: string; data: ArrayLike<number> }): HostTensor {
  return { ...part, shape: [1, part.data.length] } as unknown as HostTensor;
}

describe('safetensors', () => {
  it('writes the layout of the specification', () => {
    const bytes = writeSafetensors(
      { a: { dtype: 'float32', shape: [1], data: Float32Array.of(1) } },
      { note: 'hi' },
    );
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    expect(length % 8).toBe(0);
    expect(JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)))).toEqual({
      __metadata__: { note: 'hi' },
      a: { dtype: 'F32', shape: [1], data_offsets: [0, 4] },
    });
    expect([...bytes.subarray(8 + length)]).toEqual([0, 0, 0x80, 0x3f]);
  });

  it('reads back what was written, also from an unaligned Buffer, as a copy', () => {
    const written = writeSafetensors(sample, { format: 'pt' });
    const shifted = Buffer.alloc(written.length + 3);
    shifted.set(written, 3);
    const { tensors, metadata } = readSafetensors(shifted.subarray(3));
    shifted.fill(0);
    expect({ ...tensors }).toEqual(sample);
    expect({ ...metadata }).toEqual({ format: 'pt' });
  });

  it('says where the data of a file lie that is not read whole', () => {
    const shapes = Object.fromEntries(
      Object.entries(sample).map(([name, { dtype, shape }]) => [name, { dtype, shape }]),
    );
    const bytes = writeSafetensors(sample, { format: 'pt' });
    const head = safetensorsHeader(shapes, { format: 'pt' });
    expect(head).toEqual(bytes.subarray(0, head.length));
    const { tensors, metadata } = safetensorsLayout(head, bytes.length);
    expect({ ...metadata }).toEqual({ format: 'pt' });
    for (const [name, { dtype, shape, data }] of Object.entries(sample)) {
      const { begin, end, ...found } = tensors[name]!;
      expect(found).toEqual({ dtype, shape });
      expect(bytes.slice(begin, end)).toEqual(new Uint8Array(data.slice().buffer));
    }
    const other = (length: number) => () => safetensorsLayout(head, length);
    expect(other(bytes.length - 1)).toThrow(FormatError);
    expect(other(bytes.length + 1)).toThrow('tensors cover 23 bytes, the file holds 24');
    expect(() => safetensorsLayout(head.subarray(0, 40), bytes.length)).toThrow('beyond the 40');
  });

  it('reads back any tensors under any names', () => {
    const names = fc.string().filter((name) => name !== '__metadata__' && name !== '__proto__');
    const property = fc.property(fc.dictionary(names, tensorArbitrary), (tensors) => {
      expect({ ...readSafetensors(writeSafetensors(tensors)).tensors }).toEqual({ ...tensors });
    });
    fc.assert(property, { seed: 1, numRuns: 100 });
  });

  it('takes mutated bytes as a value or a FormatError, never anything else', () => {
    const original = writeSafetensors(sample, { format: 'pt' });
    const mutation = fc.record({
      position: fc.oneof(
        fc.nat(original.length - 1),
        fc.nat(Math.min(400, original.length - 1)),
        fc.nat(8),
      ),
      value: fc.oneof(fc.integer({ min: 0, max: 255 }), fc.constantFrom(0x30, 0x39, 0x2d, 0x7d)),
    });
    const property = fc.property(
      fc.array(mutation, { minLength: 1, maxLength: 4 }),
      fc.nat(original.length),
      fc.boolean(),
      (mutations, length, cut) => {
        const bytes = original.slice(0, cut ? length : original.length);
        for (const { position, value } of mutations) {
          if (position < bytes.length) bytes[position] = value;
        }
        try {
          for (const { shape, data } of Object.values(readSafetensors(bytes).tensors)) {
            expect(data.length).toBe(shape.reduce((product, size) => product * size, 1));
          }
        } catch (error) {
          if (!(error instanceof FormatError)) throw error;
        }
      },
    );
    fc.assert(property, { seed: 2, numRuns: 600 });
  });

  it.each([
    ['an empty file', new Uint8Array(0), 'shorter'],
    ['a header beyond the file', file('{}').subarray(0, 9), 'beyond'],
    ['a header of 2^63 bytes', Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 128, 1), 'beyond'],
    ['broken JSON', file('{"a":'), 'JSON'],
    ['a list for a header', file([]), 'not a JSON object'],
    ['null for a tensor', file({ a: null }), 'not a JSON object'],
    ['an unread dtype', file({ a: entry('F64', [1], [0, 8]) }, zeros(8)), '"F64"'],
    ['a dtype off the prototype', file({ a: entry('constructor', [0], [0, 0]) }), 'dtype'],
    ['a negative size', file({ a: entry('U8', [-1], [0, 0]) }), 'sizes'],
    ['a fractional size', file({ a: entry('F32', [0.5], [0, 2]) }, zeros(2)), 'sizes'],
    [
      'an overflowing size',
      file({ a: entry('F32', [2 ** 50, 2 ** 50], [0, 4]) }, zeros(4)),
      'lies',
    ],
    ['data shorter than the shape', file({ a: entry('F32', [2], [0, 4]) }, zeros(4)), 'lies'],
    ['swapped positions', file({ a: entry('U8', [1], [1, 0]) }, zeros(1)), 'lies'],
    ['positions past the end', file({ a: entry('U8', [9], [0, 9]) }, zeros(3)), 'cover'],
    ['bytes left over', file({ a: entry('U8', [1], [0, 1]) }, zeros(2)), 'cover'],
    ['a hole', file({ a: entry('U8', [1], [1, 2]) }, zeros(2)), 'starts'],
    [
      'an overlap',
      file({ a: entry('U8', [2], [0, 2]), b: entry('U8', [2], [1, 3]) }, zeros(3)),
      'starts',
    ],
    ['metadata that is not text', file({ __metadata__: { a: 1 } }), 'other than text'],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => readSafetensors(bytes)).toThrow(FormatError);
    expect(() => readSafetensors(bytes)).toThrow(message);
  });

  it('refuses to write what it could not read', () => {
    const write = (tensor: unknown, name = 'a') =>
      writeSafetensors({ [name]: tensor as HostTensor });
    const data = new Float32Array(2);
    expect(() => write({ dtype: 'float32', shape: [3], data })).toThrow('needs 3 float32');
    expect(() => write({ dtype: 'uint8', shape: [2], data })).toThrow(FormatError);
    expect(() => write({ dtype: 'bool', shape: [2], data })).toThrow('bool');
    expect(() => write({ dtype: 'float32', shape: [2.5], data })).toThrow('whole');
    expect(() => write({ dtype: 'float32', shape: [2], data }, '__metadata__')).toThrow(
      'reserves the name',
    );
  });

  it('treats __proto__ as an ordinary name', () => {
    const header = '{"__proto__":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}';
    const { tensors } = readSafetensors(file(header, [9]));
    expect(Object.keys(tensors)).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>).dtype).toBeUndefined();
  });
});

function entry(dtype: string, shape: number[], offsets: number[]): object {
  return { dtype, shape, data_offsets: offsets };
}
function zeros(length: number): number[] {
  return new Array<number>(length).fill(0);
}
