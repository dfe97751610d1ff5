import fc from 'fast-check';
import { expect } from 'vitest';
import { CommandError } from '../shared/errors.js';

/**
 * Number of mutations that each property is tested with: `count`, or the environment variable
 * `MUTATIONS`.
 */
export const mutationRuns = (count: number): { numRuns: number; seed: number } => ({
  numRuns: Number(process.env['MUTATIONS'] ?? count),
  seed: Number(process.env['MUTATION_SEED'] ?? 1),
});

/** Stands in JSON for arrays that are nested more deeply than `JSON.stringify` can write. */
const DEEP = '@deep';
const deepText = '['.repeat(30_000) + ']'.repeat(30_000);

const names = fc.constantFrom(
  ...['__proto__', 'constructor', 'prototype', 'toString', 'length', 'name', 'layers', 'config'],
  ...['options', 'x', '0', ''],
);
const values = fc.oneof(
  fc.constantFrom<unknown>(
    ...[null, true, '', 'x', '../../x', '/etc/passwd', '__proto__', 'constructor', '\u001b[2J'],
    ...[0, -1, 1, 2, 0.5, 1e6, 2 ** 31, 2 ** 53, 1e308, {}, [], [[]], [null], [-1], DEEP],
    ...['x'.repeat(10_000), { constructor: {} }],
  ),
  fc.integer({ min: -3, max: 300 }),
  fc.string({ maxLength: 8 }),
);
const position = fc.nat(1e6);

/** A change of a file: of its bytes or, if it is JSON, of a value in it. */
export type Mutation = typeof mutation extends fc.Arbitrary<infer Kind> ? Kind : never;

const mutation = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('value' as const), position, value: values }),
  },
  fc.record({ kind: fc.constant('drop' as const), position }),
  fc.record({ kind: fc.constant('add' as const), position, name: names, value: values }),
  fc.record({ kind: fc.constant('copy' as const), position, from: position }),
  fc.record({ kind: fc.constant('byte' as const), position, byte: fc.nat(255) }),
  fc.record({
    kind: fc.constant('insert' as const),
    position,
    bytes: fc.uint8Array({ maxLength: 9 }),
  }),
  fc.record({ kind: fc.constant('remove' as const), position, length: fc.nat(20) }),
  fc.record({ kind: fc.constant('cut' as const), position }),
);

/** One to three mutations of a file. */
export const mutations: fc.Arbitrary<readonly Mutation[]> = fc.array(mutation, {
  minLength: 1,
  maxLength: 3,
});

/** The bytes of a file after these mutations. */
export function mutate(bytes: Uint8Array, changes: readonly Mutation[]): Uint8Array {
  const text = Buffer.from(changes.reduce(mutateOnce, bytes)).toString('latin1');
  return Buffer.from(text.replaceAll(`"${DEEP}"`, deepText), 'latin1');
}

function mutateOnce(bytes: Uint8Array, change: Mutation): Uint8Array {
  if ('byte' in change || 'bytes' in change || change.kind === 'remove' || change.kind === 'cut') {
    const at = change.position % (bytes.length + 1);
    const end = { byte: at + 1, insert: at, remove: at + ('length' in change ? change.length : 0) };
    const tail = change.kind === 'cut' ? [] : bytes.subarray(end[change.kind]);
    const middle = 'bytes' in change ? change.bytes : 'byte' in change ? [change.byte] : [];
    return Uint8Array.from([...bytes.subarray(0, at), ...middle, ...tail]);
  }
  // Of a file with an object per line, one line is changed.
  const lines = new TextDecoder().decode(bytes).split('\n');
  const isLines = lines.length > 1 && parse(lines[0]!) !== undefined;
  const index = isLines ? change.position % lines.length : 0;
  const value = parse(isLines ? lines[index]! : lines.join('\n'));
  if (typeof value !== 'object' || value === null) return bytes;
  changeValue(value, change);
  const text = JSON.stringify(value);
  return new TextEncoder().encode(isLines ? lines.with(index, text).join('\n') : text);
}

function changeValue(
  root: object,
  change: Extract<Mutation, { kind: 'value' | 'drop' | 'add' | 'copy' }>,
): void {
  const places = placesIn(root);
  if (places.length === 0) return;
  const { parent, key } = places[change.position % places.length]!;
  const set = (name: string, value: unknown): void => {
    // Assigning to `__proto__` would not add the key to the JSON.
    const copy: unknown = structuredClone(value);
    Object.defineProperty(parent, name, {
      value: copy,
      configurable: true,
      enumerable: true,
      writable: true,
    });
  };
  if (change.kind === 'value') set(key, change.value);
  else if (change.kind === 'drop') Reflect.deleteProperty(parent, key);
  else if (change.kind === 'copy') set(key, valueAt(places[change.from % places.length]!));
  else if (!Array.isArray(parent)) set(change.name, change.value);
}

interface Place {
  readonly parent: object;
  readonly key: string;
}
const valueAt = ({ parent, key }: Place): unknown => (parent as Record<string, unknown>)[key];

/** All properties within a JSON value. */
function placesIn(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.keys(value).flatMap((key) => {
    const place = { parent: value, key };
    return [place, ...placesIn(valueAt(place))];
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const NAMED = new Set([
  ...['DatasetError', 'FormatError', 'ModelSourceError', 'CaptionError'],
  ...['EncoderRequiredError', 'WrongEncoderError'],
]);

/**
 * What `read` returns, or undefined if it throws an error with a name of ours, which says what is
 * wrong with the file. Any other error fails the test.
 */
export async function valueOrNamedError<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    const { name, message } = error as Error;
    if (!(error instanceof CommandError) && !NAMED.has(name)) throw error;
    expect(message.length).toBeLessThan(2000);
    return undefined;
  } finally {
    expect(Object.keys(Object.prototype)).toEqual([]);
  }
}
