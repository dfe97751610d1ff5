import { fault, quote } from './fault.js';
import { matTypes, readMatNumbers, type MatElement } from './mat-elements.js';
import { decodeUtf8 } from './utf8.js';

/** The rows of a char array of rows × columns. */
export function readMatText(
  name: string,
  [rows = 0, columns = 0]: readonly number[],
  element: MatElement,
  littleEndian: boolean,
): string[] {
  const characters = splitCharacters(name, element, rows * columns, littleEndian);
  if (characters.length !== rows * columns) {
    throw fault(`text ${quote(name)} of ${rows} × ${columns} characters has ${characters.length}`);
  }
  // An empty text may claim any number of rows.
  if (characters.length === 0) return rows === 0 ? [] : [''];
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => characters[row + column * rows]).join(''),
  );
}

function splitCharacters(
  name: string,
  element: MatElement,
  count: number,
  littleEndian: boolean,
): string[] {
  const { type, data } = element;
  if (type === matTypes.utf8) {
    const text = decodeUtf8(data);
    if (text === undefined) throw fault(`text ${quote(name)} is not UTF-8`);
    // MATLAB counts UTF-16 units, SciPy counts characters.
    return text.length === count ? text.split('') : [...text];
  }
  // MATLAB stores UTF-16 as numbers of 8 or 16 bits.
  const numberType = { [matTypes.utf16]: 4, [matTypes.utf32]: 6 }[type] ?? type;
  const codes = readMatNumbers({ type: numberType, data }, littleEndian);
  if (type !== matTypes.utf32) return codes.map((code) => String.fromCharCode(code));
  return codes.map((code) => {
    if (code > 0x10ffff)
      throw fault(`text ${quote(name)} has the character ${code}, which does not exist`);
    return String.fromCodePoint(code);
  });
}
