import { fault } from './fault.js';
import { readClassHead, readFunctionHead, readT7Text, readTableHead } from './t7-heads.js';
import type { T7Head } from './t7-heads.js';
import type { T7Node, T7Part } from './t7-nodes.js';
import type { T7Source } from './t7-source.js';

/** Values of one file, also those that are keys. One takes 2 bytes at least, and 200 in memory. */
const maximumValues = 2 ** 22;

/** The kinds of values that have an index, by which they can be referred to. */
const heads = new Map<number, (index: number, source: T7Source) => T7Head>([
  [3, readTableHead],
  [4, readClassHead],
  [7, readFunctionHead],
  [8, readFunctionHead],
]);
const oldFunction = 6;

/** Reads the one object of a file. No recursion: a chain of nodes is nested as deeply as it is long. */
export function readT7Object(source: T7Source): T7Part {
  const known = new Map<number, T7Node>();
  const open: { readonly node: T7Node; parts: number }[] = [];
  let values = 0;

  const begin = ({ node, parts }: T7Head): T7Node => {
    open.push({ node, parts });
    return node;
  };
  /** Reads a value up to its parts. */
  const next = (): T7Part => {
    values += 1;
    if (values > maximumValues) throw fault(`more than ${maximumValues} values`);
    const { position } = source;
    const kind = source.int();
    if (kind === 0) return null;
    if (kind === 1) return source.double();
    if (kind === 2) return readT7Text(source);
    if (kind === 5) return source.int() === 1;
    if (kind === oldFunction) return begin(readFunctionHead(0, source));
    const readHead = heads.get(kind);
    if (readHead === undefined) {
      throw fault(`the value at byte ${position} is of kind ${kind}, which Torch7 does not have`);
    }
    const index = source.int();
    const reference = known.get(index);
    if (reference !== undefined) return reference;
    const head = readHead(index, source);
    known.set(index, head.node);
    return begin(head);
  };

  const root = next();
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    if (top.parts === 0) {
      open.pop();
    } else {
      top.parts -= 1;
      top.node.parts.push(next());
    }
  }
  if (source.left > 0) throw fault(`${source.left} bytes are left over after the object`);
  return root;
}
