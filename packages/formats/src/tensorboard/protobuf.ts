import { joinBytes } from '../shared/join-bytes.js';

// The wire forms of protobuf (https://protobuf.dev/programming-guides/encoding) that an event needs:
// each function returns the bytes of one field, and a message is its fields, one after another.

/** An integer field; `value` is at least 0 and a safe integer. */
export const integerField = (field: number, value: number): Uint8Array =>
  Uint8Array.of(...varint(field * 8), ...varint(value));

/** A field of one 64-bit float. */
export function doubleField(field: number, value: number): Uint8Array {
  const bytes = new Uint8Array(9);
  bytes[0] = field * 8 + 1;
  new DataView(bytes.buffer).setFloat64(1, value, true);
  return bytes;
}

/** A field of one 32-bit float. */
export function floatField(field: number, value: number): Uint8Array {
  const bytes = new Uint8Array(5);
  bytes[0] = field * 8 + 5;
  new DataView(bytes.buffer).setFloat32(1, value, true);
  return bytes;
}

/** A field of text, bytes or a nested message, which is given by its fields. */
export function bytesField(
  field: number,
  value: string | Uint8Array | readonly Uint8Array[],
): Uint8Array {
  const content =
    typeof value === 'string'
      ? new TextEncoder().encode(value)
      : value instanceof Uint8Array
        ? value
        : joinBytes(value);
  return joinBytes([Uint8Array.of(field * 8 + 2, ...varint(content.length)), content]);
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 0x80);
  return [...bytes, rest];
}
