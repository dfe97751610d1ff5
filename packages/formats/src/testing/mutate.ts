import fc from 'fast-check';

/** A small change of a file; `position` counts from the beginning again where the file is shorter. */
export type Edit = { readonly position: number } & (
  | { readonly kind: 'set' | 'insert'; readonly value: number }
  | { readonly kind: 'flip'; readonly bit: number }
  | { readonly kind: 'remove'; readonly length: number }
  | { readonly kind: 'cut' }
  | {
      readonly kind: 'splice';
      readonly other: number;
      readonly from: number;
      readonly length: number;
    }
);

/** One or two edits. `meaningful` are bytes that mean something in the format. */
export function edits(meaningful: Iterable<number>): fc.Arbitrary<Edit[]> {
  const position = fc.nat(4000);
  const value = fc.oneof(fc.nat(255), fc.constantFrom(...meaningful));
  const edit = fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('set' as const), position, value }) },
    {
      weight: 4,
      arbitrary: fc.record({ kind: fc.constant('flip' as const), position, bit: fc.nat(7) }),
    },
    fc.record({ kind: fc.constant('insert' as const), position, value }),
    fc.record({ kind: fc.constant('remove' as const), position, length: fc.nat(20) }),
    fc.record({ kind: fc.constant('cut' as const), position }),
    fc.record({
      kind: fc.constant('splice' as const),
      position,
      other: fc.nat(4000),
      from: position,
      length: fc.nat(200),
    }),
  );
  return fc.array(edit, { minLength: 1, maxLength: 2 });
}

/** A changed copy of a file; it may get parts of the others. */
export function mutate(
  file: Uint8Array,
  changes: readonly Edit[],
  others: readonly Uint8Array[],
): Uint8Array {
  const bytes = [...file];
  for (const change of changes) {
    const at = change.position % (bytes.length + 1);
    switch (change.kind) {
      case 'set':
        bytes[at] = change.value;
        break;
      case 'flip':
        bytes[at] = (bytes[at] ?? 0) ^ (1 << change.bit);
        break;
      case 'insert':
        bytes.splice(at, 0, change.value);
        break;
      case 'remove':
        bytes.splice(at, change.length);
        break;
      case 'cut':
        bytes.splice(at);
        break;
      case 'splice': {
        const source = others[change.other % others.length]!;
        const from = change.from % source.length;
        bytes.splice(at, 0, ...source.subarray(from, from + change.length));
      }
    }
  }
  return Uint8Array.from(bytes);
}
