import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { FormatError } from './errors.js';
import type { PickleValue } from './pickle-value.js';
import { readPickle } from './read-pickle.js';

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

describe('readPickle', () => {
  it.each(fixtures)('reads %s as Python does', (name) => {
    expect(readPickle(fixture(name))).toEqual(
      revive(expected[name.slice(0, -'-0.pickle'.length)]!),
    );
  });

  it('refuses a program by name, not run', () => {
    expect(() => readPickle(fixture('attack.pickle'))).toThrow(FormatError);
    expect(() => readPickle(fixture('attack.pickle'))).toThrow('"posix.system" is not a value');
  });
});
