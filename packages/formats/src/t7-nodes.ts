import type { T7Elements, T7TypeName } from './t7-source.js';

/** An object as the file has it. It may be a part of several others, and even of itself. */
export type T7Node = T7Table | T7ClassObject | T7Function | T7Tensor | T7Storage;
export type T7Part = null | boolean | number | string | T7Node;

interface Node {
  /** Its number in the file; 0 if it has none. */
  readonly index: number;
  readonly parts: T7Part[];
}

/** Its parts are keys and values in turn. */
export interface T7Table extends Node {
  readonly kind: 'table';
}

/** Its part is a table of fields. */
export interface T7ClassObject extends Node {
  readonly kind: 'object';
  readonly className: string;
}

/** Its part is a table of what it refers to. */
export interface T7Function extends Node {
  readonly kind: 'function';
}

/** Its part is a storage, or nil if it is empty. */
export interface T7Tensor extends Node, T7View {
  readonly kind: 'tensor';
  readonly typeName: T7TypeName;
}

export interface T7View {
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

export interface T7Storage extends Node, T7Elements {
  readonly kind: 'storage';
  readonly typeName: T7TypeName;
}
