import { fault } from './fault.js';
import { decodeUtf8 } from './utf8.js';

/** Reads bytes in order and never past the end; integers with the low byte first, unless told otherwise. */
export class ByteCursor {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #littleEndian: boolean;
  #position: number;

  constructor(bytes: Uint8Array, position = 0, littleEndian = true) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#littleEndian = littleEndian;
    this.#position = position;
  }

  get position(): number {
    return this.#position;
  }

  /** How many bytes are left. */
  get left(): number {
    return this.#bytes.length - this.#position;
  }

  /** The next bytes, as a view. */
  take(length: number): Uint8Array {
    const begin = this.#advance(length);
    return this.#bytes.subarray(begin, begin + length);
  }

  skip(length: number): void {
    this.#advance(length);
  }

  text(length: number): string {
    return decodeText(this.take(length));
  }

  /** Text up to a line feed, which is consumed too. */
  line(): string {
    return decodeText(this.lineBytes());
  }

  /** The bytes up to a line feed, as a view; the line feed is consumed too. */
  lineBytes(): Uint8Array {
    const end = this.#bytes.indexOf(0x0a, this.#position);
    if (end < 0) throw fault(`a line at byte ${this.#position} has no end`);
    const bytes = this.take(end - this.#position);
    this.skip(1);
    return bytes;
  }

  u8(): number {
    return this.#view.getUint8(this.#advance(1));
  }

  u16(): number {
    return this.#view.getUint16(this.#advance(2), this.#littleEndian);
  }

  u32(): number {
    return this.#view.getUint32(this.#advance(4), this.#littleEndian);
  }

  i32(): number {
    return this.#view.getInt32(this.#advance(4), this.#littleEndian);
  }

  /** Inexact beyond 2^53, which no length or position within a file exceeds. */
  u64(): number {
    return Number(this.#view.getBigUint64(this.#advance(8), this.#littleEndian));
  }

  /** High byte first unless told otherwise, as in pickles. */
  f64(littleEndian = false): number {
    return this.#view.getFloat64(this.#advance(8), littleEndian);
  }

  #advance(length: number): number {
    const begin = this.#position;
    const left = this.#bytes.length - begin;
    if (length > left) throw fault(`needs ${length} bytes at byte ${begin}, but ${left} are left`);
    this.#position = begin + length;
    return begin;
  }
}

function decodeText(bytes: Uint8Array): string {
  const text = decodeUtf8(bytes);
  if (text === undefined) throw fault('text is not UTF-8');
  return text;
}
