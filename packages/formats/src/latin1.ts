import { fault } from './fault.js';

/** How many characters `String.fromCharCode` takes at once. */
const CHUNK = 8192;

/** One character per byte: ISO 8859-1, other than the `latin1` of TextDecoder. */
export function decodeLatin1(bytes: Uint8Array): string {
  let text = '';
  for (let begin = 0; begin < bytes.length; begin += CHUNK) {
    text += String.fromCharCode(...bytes.subarray(begin, begin + CHUNK));
  }
  return text;
}

/** One byte per character. */
export function encodeLatin1(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code > 0xff) throw fault(`character ${code} of a byte string is beyond 255`);
    bytes[i] = code;
  }
  return bytes;
}
