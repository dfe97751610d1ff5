import { fault, inFormat } from './fault.js';
import { T7Ascii } from './t7-ascii.js';
import { T7Binary } from './t7-binary.js';
import { readT7Object } from './t7-objects.js';
import type { T7Source } from './t7-source.js';
import { T7Values, type T7Value } from './t7-values.js';

/**
 * Reads the object that Torch7 (Lua) wrote by `torch.save`, in binary or ascii form, from a machine
 * with 8-byte or 4-byte longs and the low byte first.
 *
 * Tensors and storages, also of a GPU, become `float32` (from double, float and half), `int32` (from
 * long, int, short and char) or `uint8` (from byte). A tensor without axes is empty in Torch7, so
 * its shape is [0]; a double beyond `float32` becomes an infinity, since saved networks hold buffers
 * that were never filled. Text is UTF-8, or else has one character per byte. Data is copied, so
 * `bytes` may be reused.
 *
 * The bytes are not trusted: functions in the file are skipped, not run, and claims are checked
 * before anything is allocated.
 *
 * @throws {@link FormatError} for every fault: bytes of another format, an object with a form of its
 * own such as `tds.Hash`, a tensor beyond its storage, a long that does not fit `int32`, more than
 * 4,194,304 values, or tensors of more than 8 times the file's size.
 */
export function readT7(bytes: Uint8Array): T7Value {
  return inFormat('t7', () => {
    const [first = -1, ...rest] = bytes.subarray(0, 4);
    if (first >= 0x30 && first <= 0x38) return read(bytes, new T7Ascii(bytes));
    if (first <= 8 && rest.length === 3 && rest.every((byte) => byte === 0)) {
      return readBinary(bytes);
    }
    if (first === 0x80 || first === 0x50)
      throw fault('the file may be one of PyTorch; use readPth');
    throw fault('the file does not begin like one of torch.save of Torch7');
  });
}

/** Nothing in a file says how long its longs are, but a wrong length leads into a fault. */
function readBinary(bytes: Uint8Array): T7Value {
  try {
    return read(bytes, new T7Binary(bytes, 8));
  } catch (error) {
    try {
      return read(bytes, new T7Binary(bytes, 4));
    } catch {
      throw error;
    }
  }
}

function read(bytes: Uint8Array, source: T7Source): T7Value {
  return new T7Values(bytes.length).read(readT7Object(source));
}
