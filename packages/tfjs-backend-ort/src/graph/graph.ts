import type { DataType } from '@tensorflow/tfjs-core';
import type { EngineTensor } from '../engine/engine.js';

export type HostData = Float32Array | Int32Array | Uint8Array;

/** A tensor's content: on the host or on the engine's device, else what `node` will compute. */
export interface Value {
  readonly shape: readonly number[];
  readonly dtype: DataType;
  /** Whether a function that is being traced is given it, as an argument or a variable: not to be read meanwhile. */
  isGiven?: boolean;
  data?: HostData | undefined;
  /** The result of a run that stays on the device; `data` is a copy of it, if there is one. */
  device?: EngineTensor | undefined;
  /** Whether `data` is memory of the backend's pool that nobody outside has seen. */
  isPooled?: boolean;
  /** Whether the memory belongs to somebody else, who frees it. */
  isBorrowed?: boolean | undefined;
  node?: GraphNode | undefined;
  /** Why it cannot be computed: who reads it gets this. */
  error?: Error | undefined;
  /** Which of the node's outputs this is. */
  readonly index: number;
}

/** A value read under a shape of the reader's; reshaping costs no node of its own. */
export interface Use {
  readonly value: Value;
  readonly shape: readonly number[];
}

export type AttributeValue = number | boolean | string | readonly number[];
export type Attributes = Readonly<Record<string, AttributeValue>>;

/** One recorded TensorFlow.js kernel. */
export interface GraphNode {
  /** Rises with the order of recording, so sorting by it is a topological order. */
  readonly id: number;
  readonly operation: Operation;
  readonly inputs: readonly Use[];
  readonly outputs: readonly Value[];
  readonly attributes: Attributes;
}

/** What a kernel becomes in ONNX. */
export interface Operation {
  readonly name: string;
  /** Writes the node by a `Lowering`, which a recorded graph need know nothing of. */
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
