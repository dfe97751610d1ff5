/** Element types with their numbers in ONNX's TensorProto.DataType. */
export const onnxTypes = {
  float32: 1,
  uint8: 2,
  int32: 6,
  int64: 7,
  bool: 9,
  double: 11,
  bfloat16: 16,
} as const;
export type OnnxType = keyof typeof onnxTypes;

export type OnnxAttribute = number | string | number[] | { float: number } | { floats: number[] };

/** An input or output of a graph. */
export interface OnnxValue {
  readonly name: string;
  readonly type: OnnxType;
  /** Sizes; a name stands for a size that each run sets. */
  readonly shape: readonly (number | string)[];
}

/** A tensor that is part of the file. */
export interface OnnxConstant extends OnnxValue {
  readonly shape: readonly number[];
  readonly values: ArrayLike<number>;
}

/** A node with the names of its operands. */
export type NamedNode = Pick<OnnxNode, 'op' | 'inputs' | 'outputs'>;

/**
 * A node; an operator of another domain than ONNX's own is written `domain.Operator`, an omitted
 * input is ''.
 */
export interface OnnxNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
}

/** One graph, in an order in which it can run. */
export interface OnnxModel {
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly constants: readonly OnnxConstant[];
  readonly nodes: readonly OnnxNode[];
}
