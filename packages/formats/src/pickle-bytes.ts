import { decodeLatin1, encodeLatin1 } from './latin1.js';
import { decodeUtf8 } from './utf8.js';

/**
 * A byte string of a pickle. In the end it is text (a `str` of Python 2) or bytes; until then it may
 * also be the data of an array, so it stays a view of the file, or text of one character per byte.
 */
export class PickleBytes {
  readonly #content: Uint8Array | string;
  #text: string | undefined;

  constructor(
    content: Uint8Array | string,
    /** Whether Python 2 wrote it as a `str`, which may be text or data. */
    readonly isText: boolean,
  ) {
    this.#content = content;
  }

  get length(): number {
    return this.#content.length;
  }

  /** The same bytes, and no text in the end. */
  asData(): PickleBytes {
    return new PickleBytes(this.#content, false);
  }

  /** The bytes; they may be a view of the file. */
  get bytes(): Uint8Array {
    return typeof this.#content === 'string' ? encodeLatin1(this.#content) : this.#content;
  }

  /** The bytes as UTF-8 or, if they are something else, as latin-1. */
  get text(): string {
    return (this.#text ??= decodeUtf8(this.bytes) ?? decodeLatin1(this.bytes));
  }
}

/** The text of a value that Python 3 or Python 2 wrote as a `str`; undefined for others. */
export function textOf(value: unknown): string | undefined {
  if (value instanceof PickleBytes) return value.isText ? value.text : undefined;
  return typeof value === 'string' ? value : undefined;
}
