import type { ByteCursor } from './byte-cursor.js';
import { fault, quote } from './fault.js';

/** Python's integers are unbounded; those beyond 2^53 become bigints. */
type PickleInteger = number | bigint;

/** `INT` and `LONG`: a line of decimal digits. Old protocols write booleans as 00 and 01. */
export function readDecimal(cursor: ByteCursor): PickleInteger | boolean {
  const line = cursor.line();
  if (line === '00' || line === '01') return line === '01';
  // The bound keeps the conversion cheap: its time grows with the square of the length.
  const digits = /^([+-]?\d{1,300})L?$/.exec(line)?.[1];
  if (digits === undefined) throw fault(`${quote(line)} is not an integer`);
  const number = Number(digits) + 0; // Not -0.
  return Number.isSafeInteger(number) ? number : BigInt(digits.replace('+', ''));
}

/** `LONG1` and `LONG4`: two's complement, low byte first. */
export function readLong(cursor: ByteCursor, length: number): PickleInteger {
  // As above; the longest integer in a valid file, the magic number, has 10 bytes.
  if (length > 255) throw fault(`an integer of ${length} bytes`);
  let value = 0n;
  for (const byte of cursor.take(length).toReversed()) value = (value << 8n) | BigInt(byte);
  return narrow(BigInt.asIntN(8 * length, value));
}

export function narrow(value: bigint): PickleInteger {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
