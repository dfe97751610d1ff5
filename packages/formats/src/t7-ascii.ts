import { elementTypes } from './element-types.js';
import { fault, quote } from './fault.js';
import { t7Types, type T7Elements, type T7Source, type T7TypeName } from './t7-source.js';

const lineFeed = 0x0a;
const longestNumber = 40;
const numberForm = /^(?:[-+]?(?:\d+\.?\d*(?:e[-+]?\d+)?|inf|nan))$/i;

/** The ascii form: numbers as text, which a blank or a line feed ends, and bytes as they are. */
export class T7Ascii implements T7Source {
  readonly #bytes: Uint8Array;
  #position = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get position(): number {
    return this.#position;
  }

  get left(): number {
    this.#skipBlanks();
    return this.#bytes.length - this.#position;
  }

  int(): number {
    return this.#number();
  }

  long(): number {
    return this.#number();
  }

  double(): number {
    return this.#number();
  }

  bytes(length: number): Uint8Array {
    const begin = this.#position;
    const left = this.#bytes.length - begin;
    if (length > left) throw fault(`needs ${length} bytes at byte ${begin}, but ${left} are left`);
    this.#position += length;
    // Nothing follows what is empty, not even the end of its line.
    if (length > 0) this.#endLine();
    return this.#bytes.subarray(begin, begin + length);
  }

  elements(typeName: T7TypeName, elements: number): T7Elements {
    const stored = t7Types[typeName];
    if (stored.bytes === 1) return { type: stored, elements, bytes: this.bytes(elements) };
    const left = this.#bytes.length - this.#position;
    if (2 * elements > left + 1) {
      throw fault(`${elements} numbers at byte ${this.#position} do not fit into ${left} bytes`);
    }
    const bytes = new Uint8Array(8 * elements);
    const view = new DataView(bytes.buffer);
    for (let i = 0; i < elements; i += 1) view.setFloat64(8 * i, this.#number(), true);
    const { dtype } = stored;
    const type = { ...(dtype === 'float32' ? t7Types.Double : elementTypes.float64), dtype };
    return { type, elements, bytes };
  }

  #number(): number {
    this.#skipBlanks();
    const begin = this.#position;
    while (!this.#isBlank() && this.#position < this.#bytes.length) {
      this.#position += 1;
      if (this.#position - begin > longestNumber) break;
    }
    const text = String.fromCharCode(...this.#bytes.subarray(begin, this.#position));
    if (text.length > longestNumber || !numberForm.test(text)) {
      throw fault(`${quote(text)} at byte ${begin} is not a number`);
    }
    this.#endLine();
    return Number(text.replace(/inf/i, 'Infinity').replace(/.?nan/i, 'NaN'));
  }

  #skipBlanks(): void {
    while (this.#isBlank()) this.#position += 1;
  }

  #isBlank(): boolean {
    const byte = this.#bytes[this.#position];
    return byte === 0x20 || (byte !== undefined && byte >= 0x09 && byte <= 0x0d);
  }

  #endLine(): void {
    if (this.#bytes[this.#position] === lineFeed) this.#position += 1;
  }
}
