import { ByteCursor } from './byte-cursor.js';
import { fault, isCount, quote } from './fault.js';
import type { HostTensor, TensorDataType } from './host-tensor.js';
import { readMatElement, readMatNumbers, type MatElement } from './mat-elements.js';
import { readMatTensor } from './mat-numbers.js';
import { readMatText } from './mat-text.js';
import { maximumNameLength, maximumRank } from './pth-limits.js';

/** An array with its name: numbers, rows of text, or the class of what is not read. */
export type MatArray = { readonly name: string } & (
  | { readonly tensor: HostTensor }
  | { readonly text: readonly string[] }
  | { readonly skipped: string }
);

interface MatClass {
  readonly name: string;
  /** Only numbers have one. */
  readonly dtype?: TensorDataType;
}
const classes: ReadonlyMap<number, MatClass> = new Map<number, MatClass>([
  [1, { name: 'cell' }],
  [2, { name: 'struct' }],
  [3, { name: 'object' }],
  [4, { name: 'char' }],
  [5, { name: 'sparse' }],
  [6, { name: 'double', dtype: 'float32' }],
  [7, { name: 'single', dtype: 'float32' }],
  [8, { name: 'int8', dtype: 'int32' }],
  [9, { name: 'uint8', dtype: 'uint8' }],
  [10, { name: 'int16', dtype: 'int32' }],
  [11, { name: 'uint16', dtype: 'int32' }],
  [12, { name: 'int32', dtype: 'int32' }],
  [13, { name: 'uint32', dtype: 'int32' }],
  [14, { name: 'int64', dtype: 'int32' }],
  [15, { name: 'uint64', dtype: 'int32' }],
  [16, { name: 'function_handle' }],
]);
/** An object of a newer kind, whose class is named by text. */
const opaqueClass = 17;
const flagBits = { logical: 0x0200, complex: 0x0800 };

/** Reads the data of a matrix element. */
export function readMatArray(data: Uint8Array, littleEndian: boolean): MatArray {
  const cursor = new ByteCursor(data, 0, littleEndian);
  const [flags = 0] = readMatNumbers(readMatElement(cursor), littleEndian);
  const number = flags & 0xff;
  if (number === opaqueClass) {
    const name = readName(readMatElement(cursor));
    readMatElement(cursor); // The system of classes, such as MCOS.
    return { name, skipped: readName(readMatElement(cursor)) };
  }
  const shape = readShape(readMatElement(cursor), littleEndian);
  const name = readName(readMatElement(cursor));
  const { name: className, dtype } = classes.get(number) ?? { name: `class ${number}` };
  if (className === 'char' && shape.length === 2) {
    return { name, text: readMatText(name, shape, readMatElement(cursor), littleEndian) };
  }
  if (dtype === undefined) return { name, skipped: className };
  if (flags & flagBits.complex) return { name, skipped: `complex ${className}` };
  const type = flags & flagBits.logical ? 'uint8' : dtype;
  return { name, tensor: readMatTensor(name, shape, type, readMatElement(cursor), littleEndian) };
}

function readShape(element: MatElement, littleEndian: boolean): number[] {
  if (element.data.length > 4 * maximumRank) {
    throw fault(`a variable has more than ${maximumRank} axes`);
  }
  const shape = readMatNumbers(element, littleEndian);
  if (shape.some((size) => !isCount(size)))
    throw fault(`a variable has the shape [${shape.join()}]`);
  return shape;
}

function readName({ data }: MatElement): string {
  const name = new ByteCursor(data).text(data.length);
  if (name.length > maximumNameLength) {
    throw fault(`name ${quote(name)} has more than ${maximumNameLength} characters`);
  }
  return name;
}
