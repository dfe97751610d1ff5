import { fault } from './fault.js';

/** The array that the header of a .npy file describes. */
export interface NpyHeader {
  /** NumPy's name of the element type, such as `<f4`. */
  readonly descr: string;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
  /** Byte at which the values begin. */
  readonly dataStart: number;
}

const magic = [0x93, ...'NUMPY'].map((each) =>
  typeof each === 'number' ? each : each.charCodeAt(0),
);

/** Longest header that is read; NumPy has the same limit. */
const maximumHeaderBytes = 10_000;
const maximumAxes = 64;

/** Reads the header of version 1, 2 or 3. */
export function readNpyHeader(bytes: Uint8Array): NpyHeader {
  if (bytes.length < 12 || !magic.every((byte, index) => bytes[index] === byte)) {
    throw fault('the file does not begin like one of numpy.save');
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint8(6);
  if (version < 1 || version > 3) throw fault(`version ${version} is not supported; 1 to 3 are`);
  const textStart = version === 1 ? 10 : 12;
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > Math.min(maximumHeaderBytes, bytes.length - textStart)) {
    throw fault(`header of ${length} bytes is beyond the file or ${maximumHeaderBytes} bytes`);
  }
  const dataStart = textStart + length;
  // Versions differ in the encoding of other characters, but a plain array's header has none.
  const text = String.fromCharCode(...bytes.subarray(textStart, dataStart));
  return { ...parseHeader(text), dataStart };
}

/** One entry of the dictionary, with the comma or brace after it. */
const entry =
  /\s*(?:'descr'\s*:\s*'(?<descr>[^'\\]{1,20})'|'fortran_order'\s*:\s*(?<order>True|False)|'shape'\s*:\s*\((?<shape>[\dL, ]*)\))\s*(?:,\s*(?:(?<end>\})\s*$)?|(?<last>\})\s*$)/y;

/** The header is a Python literal; only what numpy.save writes is accepted. */
function parseHeader(text: string): Omit<NpyHeader, 'dataStart'> {
  let [descr, order, shape]: (string | undefined)[] = [];
  const refuse = () => fault('the header is not that of one plain array');
  const begin = /^\s*\{/.exec(text)?.[0].length;
  if (begin === undefined) throw refuse();
  const found = new RegExp(entry);
  found.lastIndex = begin;
  for (let count = 0; count < 3; count++) {
    const groups = found.exec(text)?.groups;
    if (groups === undefined) throw refuse();
    descr ??= groups['descr'];
    order ??= groups['order'];
    shape ??= groups['shape'];
    const isEnd = groups['end'] !== undefined || groups['last'] !== undefined;
    if (isEnd !== (count === 2)) throw refuse();
  }
  if (descr === undefined || order === undefined || shape === undefined) throw refuse();
  return { descr, fortranOrder: order === 'True', shape: parseShape(shape) };
}

/** `3, 4`, `3,` or nothing; Python 2 put an L after long numbers. */
function parseShape(text: string): number[] {
  const words = text.split(',').map((word) => word.trim());
  if (words.at(-1) === '') words.pop();
  const shape = words.map((word) => (/^\d{1,16}L?$/.test(word) ? parseInt(word, 10) : NaN));
  if (shape.length > maximumAxes || !shape.every(Number.isSafeInteger)) {
    throw fault(`shape (${text.slice(0, 50)}) is not of ${maximumAxes} whole numbers at most`);
  }
  return shape;
}
