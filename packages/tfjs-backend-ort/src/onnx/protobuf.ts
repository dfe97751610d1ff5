/**
 * The few protobuf wire forms that an ONNX model needs: varints, 32-bit floats and
 * length-delimited fields (https://protobuf.dev/programming-guides/encoding).
 */
export class ProtobufWriter {
  private bytes = new Uint8Array(64);
  private length = 0;

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

  /** A length-delimited field: text, raw bytes or a nested message. */
  field(field: number, value: string | Uint8Array | ProtobufWriter): this {
    const payload =
      typeof value === 'string'
        ? new TextEncoder().encode(value)
        : value instanceof ProtobufWriter
          ? value.finish()
          : value;
    this.varint(field * 8 + 2);
    this.varint(payload.length);
    this.reserve(payload.length);
    this.bytes.set(payload, this.length);
    this.length += payload.length;
    return this;
  }

  /** What was written so far; a view, valid until the next write. */
  finish(): Uint8Array {
    return this.bytes.subarray(0, this.length);
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
