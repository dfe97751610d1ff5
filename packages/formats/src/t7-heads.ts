import { fault, isCount, quote } from './fault.js';
import { maximumRank } from './pth-limits.js';
import type { T7Node, T7View } from './t7-nodes.js';
import { t7Types, type T7Source, type T7TypeName } from './t7-source.js';
import { decodeUtf8 } from './utf8.js';

/** A node without its parts, and how many of them follow in the file. */
export interface T7Head {
  readonly node: T7Node;
  readonly parts: number;
}

/** Classes of tensors and storages. Those of a GPU are stored in the same way. */
const tensorClasses = new Map<string, { kind: 'tensor' | 'storage'; typeName: T7TypeName }>();
for (const typeName of Object.keys(t7Types) as T7TypeName[]) {
  for (const device of ['', 'Cuda']) {
    const type = device === 'Cuda' && typeName === 'Float' ? '' : typeName;
    tensorClasses.set(`torch.${device}${type}Tensor`, { kind: 'tensor', typeName });
    tensorClasses.set(`torch.${device}${type}Storage`, { kind: 'storage', typeName });
  }
}

export function readTableHead(index: number, source: T7Source): T7Head {
  const entries = checkCount(source.int(), source);
  return { node: { kind: 'table', index, parts: [] }, parts: 2 * entries };
}

/** Skips the code of a function. */
export function readFunctionHead(index: number, source: T7Source): T7Head {
  source.bytes(checkCount(source.int(), source));
  return { node: { kind: 'function', index, parts: [] }, parts: 1 };
}

/** Reads the class of an object, and all of a tensor or storage but its parts. */
export function readClassHead(index: number, source: T7Source): T7Head {
  // Files older than versions have the name of the class in its place.
  const version = readT7Text(source);
  const className = /^V \S+$/.test(version) ? readT7Text(source) : version;
  const known = tensorClasses.get(className);
  if (known === undefined) {
    if (/^(?:torch|tds)\./.test(className)) {
      throw fault(
        `an object of class ${quote(className)} is not read; save what it holds as a table or tensor`,
      );
    }
    return { node: { kind: 'object', index, className, parts: [] }, parts: 1 };
  }
  const { kind, typeName } = known;
  if (kind === 'tensor') {
    return { node: { kind, index, typeName, parts: [], ...readView(source) }, parts: 1 };
  }
  const elements = source.elements(typeName, checkCount(source.long(), source));
  return { node: { kind, index, typeName, parts: [], ...elements }, parts: 0 };
}

function readView(source: T7Source): T7View {
  const rank = source.int();
  if (!isCount(rank) || rank > maximumRank) {
    throw fault(
      `a tensor before byte ${source.position} has ${rank} axes, not 0 to ${maximumRank}`,
    );
  }
  const longs = () => Array.from({ length: rank }, () => checkCount(source.long(), source));
  const [shape, strides] = [longs(), longs()];
  // Lua counts from 1; an empty tensor may have 0.
  const offset = Math.max(0, checkCount(source.long(), source) - 1);
  // In Torch7 a tensor without axes is empty, not a scalar.
  return rank === 0 ? { offset, shape: [0], strides: [1] } : { offset, shape, strides };
}

/** Text in UTF-8; if it is not, each byte becomes one character, so that none is lost. */
export function readT7Text(source: T7Source): string {
  const bytes = source.bytes(checkCount(source.int(), source));
  return decodeUtf8(bytes) ?? Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}

function checkCount(value: number, source: T7Source): number {
  if (!isCount(value)) {
    throw fault(`a length, size, stride or offset before byte ${source.position} is ${value}`);
  }
  return value;
}
