import { fault } from './fault.js';
import { makeOrderedDict } from './ordered-dict.js';
import { PickleBytes, textOf } from './pickle-bytes.js';
import { PickleClass } from './pickle-class.js';
import { dictionarySteps } from './pickle-limits.js';
import type { PickleFunction } from './pickle-machine.js';

const makeSet: PickleFunction = ([items = []], spend) => {
  if (!Array.isArray(items)) throw fault('a set is made of something other than a list');
  spend(dictionarySteps + items.length);
  return new Set<unknown>(items);
};

/** The default of missing keys is dropped; the items follow. */
const makeDefaultDict: PickleFunction = (_, spend) => {
  spend(dictionarySteps);
  return new Map();
};

/** `bytes` and `bytearray`: of nothing, of bytes, or of text with an encoding. */
const makeBytes: PickleFunction = ([content, encoding]) => {
  if (content === undefined) return new PickleBytes('', false);
  return encoding === undefined && content instanceof PickleBytes
    ? content.asData()
    : encode(content, encoding);
};

/** `_codecs.encode`: Python 3 writes byte strings thus in protocols that have none. */
const encode = (text: unknown, encoding: unknown): PickleBytes => {
  if (typeof text !== 'string' || !/^latin-?1$/.test(textOf(encoding) ?? '')) {
    throw fault('a byte string is not made of text in latin1');
  }
  return new PickleBytes(text, false);
};

const builtins: [string, unknown][] = [
  ['set', makeSet],
  ['frozenset', makeSet],
  ['bytes', makeBytes],
  ['bytearray', makeBytes],
  // Defaults of a defaultdict.
  ...['bool', 'dict', 'float', 'int', 'list', 'long', 'str', 'tuple', 'unicode'].map(
    (name): [string, unknown] => [name, new PickleClass(name)],
  ),
];

/** The classes and functions of Python's own library in pickles of values. */
export const pythonGlobals: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  // The name in Python 3, and that in Python 2.
  ...['builtins', '__builtin__'].flatMap((module) =>
    builtins.map(([name, value]): [string, unknown] => [`${module}.${name}`, value]),
  ),
  ['collections.OrderedDict', makeOrderedDict],
  ['collections.defaultdict', makeDefaultDict],
  ['_codecs.encode', (([text, encoding]) => encode(text, encoding)) satisfies PickleFunction],
]);
