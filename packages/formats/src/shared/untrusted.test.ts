import { describe, expect, it } from 'vitest';
import { FormatError } from './errors.js';
import { isPathWithin } from './is-path-within.js';
import { readSafetensors } from '../safetensors/read-safetensors.js';
import { shownValue } from './shown-value.js';

const deep = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000)) as unknown;

describe('isPathWithin', () => {
  it.each(['weights.bin', 'group1-shard1of2.bin', 'a/b/c.bin', '..weights', 'a..b', 'größe'])(
    'accepts %s',
    (path) => expect(isPathWithin(path)).toBe(true),
  );
  it.each([
    ...['', '.', '..', '../a', 'a/../../b', '/a', 'a//b', 'a/', '..\\a', 'C:a', 'http://a/b'],
    ...['a\u0000b', 'a/.'],
  ])('refuses %j', (path) => expect(isPathWithin(path)).toBe(false));
});

describe('shownValue', () => {
  it('is JSON, cut off where it is long', () => {
    expect(shownValue({ a: [1, 'x'] })).toBe('{"a":[1,"x"]}');
    expect(shownValue(undefined)).toBe('missing');
    expect(shownValue('x'.repeat(1000))).toBe(`"${'x'.repeat(79)}…`);
  });

  it('describes what JSON.stringify cannot write', () => {
    expect(() => JSON.stringify(deep)).toThrow(RangeError);
    expect(shownValue(deep)).toBe('deeply nested JSON');
    const header = `{"a":{"dtype":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`;
    const bytes = new Uint8Array(8 + header.length);
    new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
    bytes.set(new TextEncoder().encode(header), 8);
    expect(() => readSafetensors(bytes)).toThrow(FormatError);
  });
});
