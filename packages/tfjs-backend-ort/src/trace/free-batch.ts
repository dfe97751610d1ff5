import { OrtTraceError } from '../errors/trace-error.js';
import type { OnnxConstant, OnnxModel, OnnxNode } from '../onnx/onnx-model.js';

/** The name of the batch's size in the shapes of inputs and outputs. */
const BATCH_NAME = 'N';

/** A graph that was recorded for one size of the batch. */
export interface BatchModel {
  readonly size: number;
  readonly model: OnnxModel;
}

/**
 * Makes one graph for a batch of any size from two that were recorded for different sizes.
 * Constants that do not differ do not depend on the size. Three things may differ: one size of the
 * shape of a Reshape, which ONNX infers from -1; the repeats of a Tile, which are then computed;
 * and the first size of inputs and outputs. Any other difference is an OrtTraceError.
 */
export function freeBatch(one: BatchModel, other: BatchModel): OnnxModel {
  const [nodes, otherNodes] = [one.model.nodes, other.model.nodes];
  const [constants, otherConstants] = [one.model.constants, other.model.constants];
  const isSame =
    nodes.length === otherNodes.length &&
    constants.length === otherConstants.length &&
    nodes.every((node, i) => JSON.stringify(node) === JSON.stringify(otherNodes[i])) &&
    constants.every((constant, i) => isAlike(constant, otherConstants[i]!));
  if (!isSame) throw refusal('the list of recorded operations');

  const free = (which: 'inputs' | 'outputs') =>
    one.model[which].map((value, i) => {
      const sizes = value.shape.map((size, axis) => [size, other.model[which][i]!.shape[axis]]);
      const isBatch = sizes.map(([a, b]) => a === one.size && b === other.size);
      const isFree = sizes.every(([a, b], axis) => (axis === 0 ? isBatch[0] : a === b));
      if (!isFree || sizes.length === 0) throw refusal(`the shape of ${value.name}`);
      return { ...value, shape: [BATCH_NAME, ...value.shape.slice(1)] };
    });
  const [inputs, outputs] = [free('inputs'), free('outputs')];

  const differing = new Map(
    constants.flatMap((constant, i) => {
      const pair = pairOf(constant, otherConstants[i]!);
      return pair.positions.length ? [[constant.name, pair]] : [];
    }),
  );
  const writer = new BatchWriter([one.size, other.size], inputs[0]!.name);
  const freeNodes = nodes.map((node): OnnxNode => {
    const pair = node.inputs.flatMap((name) => differing.get(name) ?? [])[0];
    if (!pair) return node;
    const shape = writer.shapeOf(node, pair);
    if (shape === undefined) throw refusal(`[${pair.constant.values}], which a ${node.op} reads,`);
    return { ...node, inputs: [node.inputs[0]!, shape] };
  });
  return {
    inputs,
    outputs,
    constants: [...constants.filter(({ name }) => !differing.has(name)), ...writer.constants],
    nodes: [...writer.nodes, ...freeNodes],
  };
}

const refusal = (what: string) =>
  new OrtTraceError(
    `${what} depends on the size ${BATCH_NAME} of the batch; only the first size of inputs and results ` +
      'may be that of the batch',
  );

/** A constant of both graphs, and the positions where its numbers differ. */
interface Pair {
  readonly constant: OnnxConstant;
  readonly other: OnnxConstant;
  readonly positions: readonly number[];
}

function isAlike(a: OnnxConstant, b: OnnxConstant): boolean {
  return a.name === b.name && a.type === b.type && a.shape.join() === b.shape.join();
}

function pairOf(constant: OnnxConstant, other: OnnxConstant): Pair {
  const positions: number[] = [];
  if (constant.values !== other.values) {
    for (let i = 0; i < constant.values.length; i++) {
      if (!Object.is(constant.values[i], other.values[i])) positions.push(i);
    }
  }
  return { constant, other, positions };
}

/** Makes the constants and nodes that replace shapes which depend on the batch. */
class BatchWriter {
  readonly constants: OnnxConstant[] = [];
  readonly nodes: OnnxNode[] = [];
  private readonly known = new Map<string, string>();

  constructor(
    private readonly sizes: readonly [number, number],
    private readonly input: string,
  ) {}

  /** The name that `node` reads in place of a constant that depends on the batch. */
  shapeOf(node: OnnxNode, { constant, other, positions }: Pair): string | undefined {
    const [at] = positions as [number];
    const isShape = node.inputs.length === 2 && node.inputs[1] === constant.name;
    if (!isShape || node.inputs[0] === constant.name || positions.length !== 1) return undefined;
    const values = Array.from(constant.values);
    if (node.op === 'Reshape') return this.integers(values.with(at, -1));
    // Repeats are known only if they equal the size of the batch.
    const isBatch = [constant, other].every((tensor, i) => tensor.values[at] === this.sizes[i]);
    return node.op === 'Tile' && isBatch ? this.repeats(values, at) : undefined;
  }

  private repeats(values: readonly number[], at: number): string {
    return this.once(`repeats ${values}`, (name) => {
      const batch = this.once('batch', (output) => {
        const attributes = { start: 0, end: 1 };
        this.nodes.push({ op: 'Shape', inputs: [this.input], outputs: [output], attributes });
      });
      const parts = [values.slice(0, at), undefined, values.slice(at + 1)].flatMap((part) =>
        part === undefined ? [batch] : part.length ? [this.integers(part)] : [],
      );
      this.nodes.push({ op: 'Concat', inputs: parts, outputs: [name], attributes: { axis: 0 } });
    });
  }

  private integers(values: readonly number[]): string {
    return this.once(`integers ${values}`, (name) => {
      this.constants.push({ name, type: 'int64', shape: [values.length], values });
    });
  }

  private once(key: string, make: (name: string) => void): string {
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const name = `b${this.known.size}`;
    this.known.set(key, name);
    make(name);
    return name;
  }
}
