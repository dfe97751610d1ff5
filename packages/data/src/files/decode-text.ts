import { DatasetError } from '../shared/errors.js';

const lineEnd = /\r\n|[\n\r\u0085\u2028\u2029]/u;

/** The lines of a text. They end with `\n`, `\r\n`, a lone `\r`, or Unicode's NEL, LS or PS. */
export const splitLines = (text: string): string[] => text.split(lineEnd);

/**
 * Decodes a file in UTF-8, or in UTF-16 with a byte-order mark. Nothing is guessed or replaced:
 * other bytes throw {@link DatasetError} `text`, which says the line and what to do about it.
 */
export function decodeText(bytes: Uint8Array, path: string): string {
  const fail = (reason: string, before?: string): never => {
    const where = before === undefined ? path : `${path}, line ${splitLines(before).length}`;
    throw new DatasetError('text', path, `${where}: ${reason}; save the file as UTF-8`);
  };
  const [first, second, third, fourth] = bytes;
  const isLittle = first === 0xff && second === 0xfe;
  if (isLittle && third === 0 && fourth === 0)
    return fail('this is UTF-32, which is not supported');
  if (isLittle || (first === 0xfe && second === 0xff)) {
    return decodeUtf16(bytes, isLittle ? 'utf-16le' : 'utf-16be', fail);
  }
  const nul = bytes.indexOf(0);
  if (nul >= 0) {
    const reason = isUtf16(bytes)
      ? 'this looks like UTF-16, but has no byte-order mark'
      : 'it holds a NUL, so this is not a text file';
    return fail(reason, decodeLossy(bytes.subarray(0, nul)));
  }
  return decode(bytes, 'utf-8') ?? describeInvalid(bytes, fail);
}

type Fail = (reason: string, before?: string) => never;

function decodeUtf16(bytes: Uint8Array, encoding: string, fail: Fail): string {
  const text = decode(bytes, encoding);
  if (text !== undefined) return text;
  if (bytes.length % 2 === 1) return fail('this UTF-16 ends within a letter: the file is cut off');
  const lossy = decodeLossy(bytes, encoding);
  return fail('this is not valid UTF-16', lossy.slice(0, lossy.indexOf('\uFFFD')));
}

/** The text without its byte-order mark; undefined for bytes not in this encoding. */
function decode(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const decodeLossy = (bytes: Uint8Array, encoding = 'utf-8'): string =>
  new TextDecoder(encoding).decode(bytes);

/** Whether there are many NULs, all at even or all at odd places: UTF-16 of mostly ASCII text. */
function isUtf16(bytes: Uint8Array): boolean {
  const counts: [number, number] = [0, 0];
  for (let at = 0; at < bytes.length; at++) if (bytes[at] === 0) counts[at & 1]!++;
  return Math.min(...counts) === 0 && Math.max(...counts) > bytes.length / 8;
}

/** Reports the first line that is not UTF-8, and how it reads in the most likely encoding. */
function describeInvalid(bytes: Uint8Array, fail: Fail): never {
  for (let start = 0, end = 0; start < bytes.length; start = end) {
    // In UTF-8 the bytes of a line end occur in no other character.
    while (end < bytes.length && bytes[end] !== 10 && bytes[end] !== 13) end++;
    const line = bytes.subarray(start, ++end);
    if (decode(line, 'utf-8') !== undefined) continue;
    // Without `stream`, Node 20 decodes Latin-1 instead.
    const guess = new TextDecoder('windows-1252').decode(line, { stream: true }).trim();
    const reads = `${guess.slice(0, 60)}${guess.length > 60 ? '…' : ''}`;
    const reason = `this is not UTF-8, but probably Latin-1 or Windows-1252, where it reads "${reads}"`;
    return fail(reason, decodeLossy(bytes.subarray(0, start)));
  }
  return fail('this is not UTF-8');
}
