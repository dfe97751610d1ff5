/** Payloads of this many bytes or more are not copied before the end. */
const LARGE = 4096;

/**
 * The few protobuf wire forms that an ONNX model needs: varints, 32-bit floats and
 * length-delimited fields (https://protobuf.dev/programming-guides/encoding).
 */
export class ProtobufWriter {
  /** Everything written except for the last part, which is still growing in `bytes`. */
  private readonly parts: Uint8Array[] = [];
  private partsSize = 0;
  private bytes = new Uint8Array(64);
  private length = 0;

  /** The number of bytes so far. */
  get size(): number {
    return this.partsSize + this.length;
  }

  /** A varint field; negative values take ten bytes, as int64 does. */
  integer(field: number, value: number): this {
    this.varint(field * 8);
    if (value < 0) {
      let rest = BigInt.asUintN(64, BigInt(value));
      this.reserve(10);
      for (; rest > 0x7fn; rest >>= 7n) this.bytes[this.length++] = Number(rest & 0x7fn) | 0x80;
      this.bytes[this.length++] = Number(rest);
    } else {
      this.varint(value);
    }
    return this;
  }

  /** A 32-bit float field. */
  float(field: number, value: number): this {
    this.varint(field * 8 + 5);
    this.reserve(4);
    new DataView(this.bytes.buffer).setFloat32(this.length, value, true);
    this.length += 4;
    return this;
  }

  /**
   * A length-delimited field: text, raw bytes or a nested message, which must not change
   * afterwards.
   */
  field(field: number, value: string | Uint8Array | ProtobufWriter): this {
    const parts =
      typeof value === 'string'
        ? [new TextEncoder().encode(value)]
        : value instanceof ProtobufWriter
          ? value.allParts()
          : [value];
    this.varint(field * 8 + 2);
    this.varint(parts.reduce((sum, part) => sum + part.length, 0));
    for (const part of parts) this.append(part);
    return this;
  }

  /** All bytes written. */
  finish(): Uint8Array {
    const joined = new Uint8Array(this.size);
    let start = 0;
    for (const part of this.allParts()) {
      joined.set(part, start);
      start += part.length;
    }
    return joined;
  }

  private allParts(): Uint8Array[] {
    return [...this.parts, this.bytes.subarray(0, this.length)];
  }

  private append(part: Uint8Array): void {
    if (part.length < LARGE) {
      this.reserve(part.length);
      this.bytes.set(part, this.length);
      this.length += part.length;
      return;
    }
    this.parts.push(this.bytes.subarray(0, this.length), part);
    this.partsSize += this.length + part.length;
    this.bytes = new Uint8Array(64);
    this.length = 0;
  }

  private varint(value: number): void {
    this.reserve(10);
    for (; value > 0x7f; value = Math.floor(value / 128)) {
      this.bytes[this.length++] = (value % 128) | 0x80;
    }
    this.bytes[this.length++] = value;
  }

  private reserve(extra: number): void {
    if (this.length + extra <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.length + extra));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
  }
}
