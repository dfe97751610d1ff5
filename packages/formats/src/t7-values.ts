import { fault, quote } from './fault.js';
import type { HostTensor } from './host-tensor.js';
import { maximumGrowth } from './pth-limits.js';
import type { T7Node, T7Part, T7Table } from './t7-nodes.js';
import { viewOf } from './t7-tensor.js';
import { checkView, copyView } from './tensor-view.js';

/**
 * A value of Lua or Torch7. A table is an array if its keys are exactly 1 to n, also if it is empty,
 * and otherwise a `Map`; nil is null. What is one object in the file is one object here, so a table
 * may contain itself.
 */
export type T7Value =
  | null
  | boolean
  | number
  | string
  | HostTensor
  | readonly T7Value[]
  | ReadonlyMap<T7Value, T7Value>
  | T7Object;

/** An object of a class such as `nn.Linear`, or a `function`, which is without fields. */
export interface T7Object {
  readonly className: string;
  readonly fields: ReadonlyMap<T7Value, T7Value>;
}

/** Makes values of the objects of a file, each once. */
export class T7Values {
  readonly #values = new Map<T7Node, T7Value>();
  /** Tables that are fields of objects, which are maps whatever their keys are. */
  readonly #fields = new Map<T7Node, Map<T7Value, T7Value>>();
  /** Filled one after another, not as they are made: they may be nested deeply, or in themselves. */
  readonly #unfilled: (readonly [T7Table, T7Value[] | Map<T7Value, T7Value>])[] = [];
  readonly #fileBytes: number;
  #tensorBytes = 0;

  constructor(fileBytes: number) {
    this.#fileBytes = fileBytes;
  }

  /** The value of the one object of a file. */
  read(root: T7Part): T7Value {
    const value = this.#valueOf(root);
    for (const [table, target] of this.#unfilled) {
      for (const [key, item] of entries(table)) {
        if (Array.isArray(target)) target[(key as number) - 1] = this.#valueOf(item);
        else setNew(target, this.#valueOf(key), this.#valueOf(item));
      }
    }
    return value;
  }

  #valueOf(part: T7Part): T7Value {
    if (typeof part !== 'object' || part === null) return part;
    let value = this.#values.get(part);
    if (value === undefined) this.#values.set(part, (value = this.#make(part)));
    return value;
  }

  #make(node: T7Node): T7Value {
    switch (node.kind) {
      case 'table': {
        const length = listLength(node);
        const target =
          length === undefined
            ? new Map<T7Value, T7Value>()
            : new Array<T7Value>(length).fill(null);
        this.#unfilled.push([node, target]);
        return target;
      }
      case 'object':
        return {
          className: node.className,
          fields: this.#fieldsOf(node.className, node.parts[0]!),
        };
      case 'function':
        return { className: 'function', fields: new Map() };
      case 'tensor':
      case 'storage': {
        const { name, view, bytes } = viewOf(node);
        this.#tensorBytes += checkView(name, view);
        if (this.#tensorBytes > maximumGrowth * this.#fileBytes) {
          throw fault(
            `tensors take more than ${maximumGrowth} times the file's ${this.#fileBytes} bytes, at ${quote(name)}`,
          );
        }
        return copyView(name, view, bytes, true);
      }
    }
  }

  #fieldsOf(className: string, part: T7Part): Map<T7Value, T7Value> {
    if (typeof part !== 'object' || part?.kind !== 'table') {
      throw fault(`an object of class ${quote(className)} is not made of a table`);
    }
    let fields = this.#fields.get(part);
    if (fields === undefined) {
      this.#fields.set(part, (fields = new Map()));
      this.#unfilled.push([part, fields]);
    }
    return fields;
  }
}

function* entries({ parts }: T7Table): Generator<[T7Part, T7Part]> {
  for (let i = 0; i < parts.length; i += 2) yield [parts[i]!, parts[i + 1]!];
}

function setNew(map: Map<T7Value, T7Value>, key: T7Value, value: T7Value): void {
  const shown = typeof key === 'object' ? 'of an object' : quote(String(key));
  if (key === null) throw fault('a table has the key nil');
  if (map.has(key)) throw fault(`a table has the key ${shown} twice`);
  map.set(key, value);
}

/** The number of entries, if their keys are exactly 1 to that number. */
function listLength(table: T7Table): number | undefined {
  const length = table.parts.length / 2;
  const isFound = new Uint8Array(length + 1);
  for (const [key] of entries(table)) {
    if (typeof key !== 'number' || !(key >= 1 && key <= length) || !Number.isInteger(key)) {
      return undefined;
    }
    if (isFound[key] === 1) return undefined;
    isFound[key] = 1;
  }
  return length;
}
