import type { ByteCursor } from './byte-cursor.js';
import { elementTypes, type ElementType } from './element-types.js';
import { fault } from './fault.js';

/** A data element of a MAT-file: typed bytes, as a view of the file. */
export interface MatElement {
  readonly type: number;
  readonly data: Uint8Array;
}

/** Numbers of the element types that are not plain numbers. */
export const matTypes = { matrix: 14, compressed: 15, utf8: 16, utf16: 17, utf32: 18 };

/** Types of numbers by their number in the file. */
const matNumberTypes: ReadonlyMap<number, ElementType> = new Map<number, ElementType>([
  [1, elementTypes.int8],
  [2, elementTypes.uint8],
  [3, elementTypes.int16],
  [4, elementTypes.uint16],
  [5, elementTypes.int32],
  [6, elementTypes.uint32],
  [7, elementTypes.float32],
  [9, elementTypes.float64],
  [12, elementTypes.int64],
  [13, elementTypes.uint64],
]);

/** Reads an element and what fills it up to 8 bytes. */
export function readMatElement(cursor: ByteCursor): MatElement {
  const begin = cursor.position;
  const type = cursor.u32();
  // A small element has its length beside its type, and its data in place of the length.
  const smallLength = type >>> 16;
  if (smallLength > 4) {
    throw fault(`a small element at byte ${begin} claims ${smallLength} bytes of 4`);
  }
  if (smallLength > 0) {
    return { type: type & 0xffff, data: cursor.take(4).subarray(0, smallLength) };
  }
  const data = cursor.take(cursor.u32());
  // Compressed elements are not filled up, and some writers leave out the last filling.
  const filling = type === matTypes.compressed ? 0 : -data.length & 7;
  cursor.skip(Math.min(filling, cursor.left));
  return { type, data };
}

/** The numbers of an element, as stored. */
export function readMatNumbers({ type, data }: MatElement, littleEndian: boolean): number[] {
  const { bytes, read } = matNumberType(type);
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  return Array.from({ length: Math.floor(data.length / bytes) }, (_, i) =>
    read(view, i * bytes, littleEndian),
  );
}

export function matNumberType(type: number): ElementType {
  const found = matNumberTypes.get(type);
  if (found === undefined) throw fault(`an element of type ${type} is not of numbers`);
  return found;
}
