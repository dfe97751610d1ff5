import type { ByteCursor } from './byte-cursor.js';
import { fault, quote } from './fault.js';
import { decodeLatin1 } from './latin1.js';

const [backslash, quoteMark, doubleQuoteMark] = [0x5c, 0x27, 0x22];

/** What may follow a backslash in a `repr` of Python 2, besides `x`. */
const escapes: Readonly<Record<string, number>> = {
  '\\': backslash,
  "'": quoteMark,
  '"': doubleQuoteMark,
  n: 0x0a,
  r: 0x0d,
  t: 0x09,
};

/** `STRING`: a line with the `repr` of a byte string of Python 2. */
export function readRepr(cursor: ByteCursor): Uint8Array {
  const begin = cursor.position;
  const line = cursor.lineBytes();
  const mark = line[0];
  const isQuoted = mark === quoteMark || mark === doubleQuoteMark;
  if (!isQuoted || line.length < 2 || line.at(-1) !== mark) {
    throw fault(`string at byte ${begin} is not within quotes`);
  }
  // An escape is longer than its byte, so this is long enough.
  const bytes = new Uint8Array(line.length - 2);
  let length = 0;
  for (let i = 1; i < line.length - 1; length += 1) {
    const byte = line[i]!;
    i += 1;
    if (byte !== backslash) {
      bytes[length] = byte;
      continue;
    }
    const kind = String.fromCharCode(line[i]!);
    const escaped = kind === 'x' ? hexByte(line, i + 1) : escapes[kind];
    i += kind === 'x' ? 3 : 1;
    if (escaped === undefined || i > line.length - 1) {
      throw fault(`string at byte ${begin} has an escape that repr does not write: \\${kind}`);
    }
    bytes[length] = escaped;
  }
  return bytes.slice(0, length); // Not a view, which would keep the longer array.
}

function hexByte(line: Uint8Array, at: number): number | undefined {
  const [high, low] = [hexDigit(line[at]), hexDigit(line[at + 1])];
  return high === undefined || low === undefined ? undefined : 16 * high + low;
}

function hexDigit(byte = 0): number | undefined {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : undefined;
}

/** `UNICODE`: a line of latin-1 in which other characters are `\uXXXX` or `\UXXXXXXXX`. */
export function readUnicode(cursor: ByteCursor): string {
  return decodeLatin1(cursor.lineBytes()).replace(
    /\\u([\dA-Fa-f]{4})|\\U([\dA-Fa-f]{8})/g,
    (escape, short?: string, long?: string) => {
      const code = parseInt(short ?? long ?? '', 16);
      if (code > 0x10ffff) throw fault(`text has the escape ${escape}, which is not Unicode`);
      return String.fromCodePoint(code);
    },
  );
}

/** `FLOAT`: a line with the `repr` of a float; the nearest double, as in Python. */
export function readFloat(cursor: ByteCursor): number {
  const line = cursor.line();
  if (/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i.test(line)) return Number(line);
  const special = /^([+-]?)(inf|nan)$/.exec(line);
  if (special === null) throw fault(`${quote(line)} is not a float`);
  if (special[2] === 'nan') return NaN;
  return special[1] === '-' ? -Infinity : Infinity;
}
