import { opcodes } from './pickle-opcodes.js';

/** Appends the opcodes of one pickle of protocol 2. */
export class PickleWriter {
  readonly #bytes: number[] = [opcodes.PROTO, 2];

  opcode(...names: (keyof typeof opcodes)[]): this {
    for (const name of names) this.#bytes.push(opcodes[name]);
    return this;
  }

  text(text: string): this {
    const bytes = new TextEncoder().encode(text);
    this.opcode('BINUNICODE').#littleEndian(bytes.length, 4);
    for (const byte of bytes) this.#bytes.push(byte);
    return this;
  }

  /** A whole number >= 0. */
  integer(value: number): this {
    if (value < 2 ** 31) return this.opcode('BININT').#littleEndian(value, 4);
    this.opcode('LONG1').#bytes.push(8);
    return this.#littleEndian(value, 8);
  }

  integers(values: readonly number[]): this {
    this.opcode('MARK');
    for (const value of values) this.integer(value);
    return this.opcode('TUPLE');
  }

  global(module: string, name: string): this {
    this.opcode('GLOBAL');
    for (const byte of new TextEncoder().encode(`${module}\n${name}\n`)) this.#bytes.push(byte);
    return this;
  }

  end(): Uint8Array {
    return Uint8Array.from(this.opcode('STOP').#bytes);
  }

  #littleEndian(value: number, bytes: number): this {
    for (let i = 0, rest = value; i < bytes; i += 1, rest = Math.floor(rest / 256)) {
      this.#bytes.push(rest % 256);
    }
    return this;
  }
}
