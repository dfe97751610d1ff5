import { ByteCursor } from './byte-cursor.js';
import { fault, inFormat, quote } from './fault.js';
import type { HostTensor } from './host-tensor.js';
import { inflate } from './inflate.js';
import { readMatArray } from './mat-array.js';
import { matTypes, readMatElement } from './mat-elements.js';
import { headerBytes, readMatHeader } from './mat-header.js';
import { maximumTensors } from './pth-limits.js';

/** Variables of a MAT-file by name. The objects have no prototype, so every name is an ordinary key. */
export interface MatFile {
  readonly tensors: Record<string, HostTensor>;
  /** Rows of char arrays: one for an ordinary text. Shorter rows end in blanks. */
  readonly texts: Record<string, readonly string[]>;
  /** Classes of the variables that are not read, such as `cell` or `complex double`. */
  readonly skipped: Record<string, string>;
}

/**
 * Reads a MATLAB `.mat` file of level 5, the form of `save` up to `-v7` and of `scipy.io.savemat`,
 * compressed or not, in either byte order. Arrays are row-major and have at least two axes: a list
 * of n labels is of shape [1,n] or [n,1].
 *
 * The element type depends on the class, not on how numbers are stored: double and single become
 * `float32`, uint8 and logical `uint8`, other integers `int32`. Whole numbers of up to 2^24 are
 * exact in `float32`; an array of doubles that are all whole, of which one is beyond that, becomes
 * `int32` if it fits. Cells, structs, objects, function handles, sparse and complex arrays are
 * named in `skipped`. Data is copied, so `bytes` may be reused.
 *
 * @throws {@link FormatError} for every fault: a file of v7.3 (HDF5), of v4 or of another format;
 * damaged data; an integer that does not fit `int32` or a double that does not fit `float32`; more
 * than 16,384 variables; or data that decompresses to more than 64 MiB and 16 times the file's size.
 */
export function readMat(bytes: Uint8Array): MatFile {
  return inFormat('mat', () => readVariables(bytes));
}

/** Bytes that a file may take when decompressed: the larger of a number and a multiple of its size. */
const maximumInflated = { bytes: 2 ** 26, growth: 16 };

function readVariables(bytes: Uint8Array): MatFile {
  const littleEndian = readMatHeader(bytes);
  const file = {
    tensors: record<HostTensor>(),
    texts: record<readonly string[]>(),
    skipped: record<string>(),
  };
  const names = new Set<string>();
  let inflatable = Math.max(maximumInflated.bytes, maximumInflated.growth * bytes.length);
  const cursor = new ByteCursor(bytes, headerBytes, littleEndian);
  while (cursor.left > 0) {
    const begin = cursor.position;
    let element = readMatElement(cursor);
    if (element.type === matTypes.compressed) {
      const inflated = inflate(element.data, inflatable);
      inflatable -= inflated.length;
      element = readMatElement(new ByteCursor(inflated, 0, littleEndian));
    }
    if (element.type !== matTypes.matrix) {
      throw fault(`an element of type ${element.type} at byte ${begin} is not a variable`);
    }
    const array = readMatArray(element.data, littleEndian);
    const { name } = array;
    if (names.has(name)) throw fault(`two variables have the name ${quote(name)}`);
    if (names.size === maximumTensors) throw fault(`more than ${maximumTensors} variables`);
    names.add(name);
    // Without a name it is data of objects and function handles, which are skipped themselves.
    if (name === '') continue;
    if ('tensor' in array) file.tensors[name] = array.tensor;
    else if ('text' in array) file.texts[name] = array.text;
    else file.skipped[name] = array.skipped;
  }
  return file;
}

function record<T>(): Record<string, T> {
  return Object.create(null) as Record<string, T>;
}
