import { elementTypes, type ElementType } from './element-types.js';

/**
 * Element types by their name in `torch.FloatTensor`. A double beyond float32 becomes an infinity,
 * as by `tensor:float()`: saved modules hold buffers that were never filled.
 */
export const t7Types = {
  Byte: elementTypes.uint8,
  Char: elementTypes.int8,
  Short: elementTypes.int16,
  Int: elementTypes.int32,
  Long: elementTypes.int64,
  Half: elementTypes.float16,
  Float: elementTypes.float32,
  Double: {
    bytes: 8,
    dtype: 'float32',
    read: (view, position, littleEndian) => Math.fround(view.getFloat64(position, littleEndian)),
  },
} as const satisfies Record<string, ElementType>;

export type T7TypeName = keyof typeof t7Types;

/** Elements of a storage, low byte first: a view of the file, or numbers parsed from it. */
export interface T7Elements {
  readonly type: ElementType;
  readonly elements: number;
  readonly bytes: Uint8Array;
}

/** What the two forms of a file have in common: numbers of C, and bytes. */
export interface T7Source {
  readonly position: number;
  /** Bytes that are left, without blanks that the form allows. */
  readonly left: number;
  int(): number;
  /** A size or position. Of the negative ones, some are huge instead. */
  long(): number;
  double(): number;
  bytes(length: number): Uint8Array;
  elements(typeName: T7TypeName, count: number): T7Elements;
}
