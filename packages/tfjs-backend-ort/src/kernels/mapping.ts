import type { DataType, NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import type { Attributes, GraphNode, HostData, Operation } from '../graph/graph.js';
import type { Lowering } from '../lowering/lowering.js';

/** The inputs, outputs and attributes of a kernel call, known before anything runs. */
export interface Description {
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly { shape: readonly number[]; dtype: DataType }[];
  readonly attributes?: Attributes;
}

/** A TensorFlow.js kernel that is recorded as ONNX instead of being computed at once. */
export interface KernelMapping extends Operation {
  /** The kernel returns an array, even of one tensor. */
  readonly isMultiple?: true;
  /** All elements of the result are the attribute `value`, so that there is nothing to compute. */
  readonly isConstant?: true;
  /**
   * Throws for inputs that the cpu kernel refuses, as far as their numbers are already on the host;
   * `read` gives them.
   */
  refuse?(
    inputs: NamedTensorInfoMap,
    attributes: NamedAttrMap,
    read: (tensor: TensorInfo) => HostData | undefined,
  ): void;
  /** Describes a call; with `undefined` it falls back to the cpu kernel. */
  describe(inputs: NamedTensorInfoMap, attributes: NamedAttrMap): Description | undefined;
  lower(lowering: Lowering, node: GraphNode): void;
}

/** The inputs of a kernel call, in the order of `names`. */
export function pick<Names extends string[]>(
  inputs: NamedTensorInfoMap,
  ...names: Names
): { [K in keyof Names]: TensorInfo } {
  return names.map((name) => inputs[name]!) as { [K in keyof Names]: TensorInfo };
}

/** Whether all tensors have one of these dtypes. */
export function all(tensors: readonly TensorInfo[], ...dtypes: DataType[]): boolean {
  return tensors.every(({ dtype }) => dtypes.includes(dtype));
}

/** All inputs of a kernel that takes a list. */
export function listed(inputs: NamedTensorInfoMap): TensorInfo[] {
  return Object.values(inputs) as TensorInfo[];
}
