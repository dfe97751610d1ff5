import { ByteCursor } from './byte-cursor.js';
import { fault, inFormat, quote } from './fault.js';
import { finishPickle } from './finish-pickle.js';
import { numpyGlobals } from './numpy-functions.js';
import { maximumSteps } from './pickle-limits.js';
import { type PickleEnvironment, runPickle } from './pickle-machine.js';
import type { PickleValue } from './pickle-value.js';
import { pythonGlobals } from './python-globals.js';
import { valueInstructions } from './value-instructions.js';

const globals = new Map([...pythonGlobals, ...numpyGlobals]);

/**
 * Reads the value of a Python pickle, of protocol 0 to 5, also from Python 2, without running
 * anything in it.
 *
 * | Python                                          | JavaScript                                       |
 * | ----------------------------------------------- | ------------------------------------------------ |
 * | None, bool, float                               | null, boolean, number                            |
 * | int                                             | number; bigint beyond 2^53                       |
 * | str                                             | string                                           |
 * | bytes, bytearray                                | Uint8Array                                       |
 * | list, tuple                                     | array                                            |
 * | dict, OrderedDict, defaultdict                  | Map                                              |
 * | set, frozenset                                  | Set                                              |
 * | numpy.ndarray of float16, float32, float64      | {@link HostTensor} of float32                    |
 * | … of int8 to int64, uint16 to uint64            | … of int32                                       |
 * | … of uint8, bool                                | … of uint8                                       |
 * | … of objects, with one axis                     | array                                            |
 * | number of NumPy                                 | number; bigint beyond 2^53; boolean of bool_     |
 *
 * A `str` of Python 2 is bytes that may be text: it becomes the string that its bytes are in UTF-8
 * or, if they are not UTF-8, in latin-1. Where it holds the elements of an array, it stays bytes.
 *
 * Arrays may be in C or Fortran order and of either byte order; tensors are row-major. Data is
 * copied, so `bytes` may be reused. What is one object in Python is one object here.
 *
 * The bytes are not trusted: a pickle is a program that can do anything when Python loads it. Here
 * it can make only the values above, in memory that is bounded by the file's size.
 *
 * @throws {@link FormatError} for every fault: bytes that are no pickle, or more than one; any other
 * class or function, which the message names; an integer of an array that does not fit `int32`, or a
 * float64 that does not fit `float32`; elements of other types; a list that contains itself; values
 * nested more than 500 deep; more than 2 million steps and two a byte, or more than 16 million, also
 * in a walk of the value; arrays and bytes of more than 8 times the file's size.
 */
export function readPickle(bytes: Uint8Array): PickleValue {
  return inFormat('pickle', () => {
    // Views of a Buffer are slow.
    const cursor = new ByteCursor(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length));
    const object = runPickle(cursor, environmentOf(bytes.length));
    const left = bytes.length - cursor.position;
    if (left > 0) throw fault(`${left} bytes follow the end of the pickle; only one can be read`);
    return finishPickle(object, bytes.length);
  });
}

const environmentOf = (fileBytes: number): PickleEnvironment => ({
  instructions: valueInstructions,
  maximumSteps: maximumSteps(fileBytes),
  where: 'pickles of values',
  findGlobal(name) {
    if (!globals.has(name)) {
      throw fault(
        `${quote(name)} is not a value of Python or an array of NumPy, so it was not run; the file may be an attack, or pickle lists, dictionaries and arrays in its place`,
      );
    }
    return globals.get(name);
  },
  loadPersistent() {
    throw fault('the pickle refers to something outside of the file');
  },
});
