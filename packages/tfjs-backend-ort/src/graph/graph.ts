import type { DataType } from '@tensorflow/tfjs-core';
import type { EngineTensor } from '../engine/engine.js';

export type HostData = Float32Array | Int32Array | Uint8Array;

/**
 * The content of a tensor: on the host, on the engine's device, or a result that `node` will
 * compute.
 */
export interface Value {
  readonly shape: readonly number[];
  readonly dtype: DataType;
  /**
   * Whether it is an argument of the function being traced, or a variable: it must not be read
   * meanwhile.
   */
  isGiven?: boolean;
  data?: HostData | undefined;
  /** A result that stays on the device; `data`, if set, is a copy of it. */
  device?: EngineTensor | undefined;
  /** Whether `data` is memory of the backend's pool that has not been passed to other code. */
  isPooled?: boolean;
  /** Whether the memory belongs to another value, which frees it. */
  isBorrowed?: boolean | undefined;
  node?: GraphNode | undefined;
  /** Why it cannot be computed; reading it throws this. */
  error?: Error | undefined;
  /** The position among the node's outputs. */
  readonly index: number;
}

/** A value as a node reads it, with a shape of its own: reshaping needs no node. */
export interface Use {
  readonly value: Value;
  readonly shape: readonly number[];
}

export type AttributeValue = number | boolean | string | readonly number[];
export type Attributes = Readonly<Record<string, AttributeValue>>;

/** One recorded TensorFlow.js kernel. */
export interface GraphNode {
  /** Rises in the order of recording, so sorting by it is a topological order. */
  readonly id: number;
  readonly operation: Operation;
  readonly inputs: readonly Use[];
  readonly outputs: readonly Value[];
  readonly attributes: Attributes;
}

/** How a kernel is written in ONNX. */
export interface Operation {
  readonly name: string;
  /**
   * Writes the node with a `Lowering`; its type is `object` since a graph does not depend on
   * lowering.
   */
  lower(lowering: object, node: GraphNode): void;
}

/** The number of elements of a shape. */
export function sizeOf(shape: readonly number[]): number {
  let size = 1;
  for (const dimension of shape) size *= dimension;
  return size;
}

/** Whether two shapes are equal. */
export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}
