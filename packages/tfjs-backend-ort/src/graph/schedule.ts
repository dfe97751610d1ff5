import { type GraphNode, sameShape, type Use, type Value } from './graph.js';

/** The values that a run of a graph reads and writes. */
export interface RunValues {
  /** Host values that are fed one by one. */
  readonly inputs: readonly Value[];
  /**
   * Host values of rank 0, fed together as one vector: a training step has hundreds. Equal ones are
   * not merged: values that are equal in one step, such as a variable rate and a constant, may
   * differ in the next.
   */
  readonly numbers: readonly number[];
  readonly outputs: readonly Value[];
}

/** Everything that one run of the engine computes, in order, with a key of its structure. */
export interface Schedule extends RunValues {
  readonly nodes: readonly GraphNode[];
  /** The position of a value in `numbers`. */
  readonly positions: ReadonlyMap<Value, number>;
  /** Equal for two schedules that differ only in the numbers that are fed. */
  readonly key: string;
}

/** Collects the nodes that `outputs` depend on, in recording order. */
export function schedule(outputs: readonly Value[]): Schedule {
  const nodes = reachableNodes(outputs);
  const labels = new Map<Value, string>();
  const inputs: Value[] = [];
  const numbers: number[] = [];
  const positions = new Map<Value, number>();

  const labelOf = ({ value, shape }: Use): string => {
    let label = labels.get(value);
    if (label === undefined) {
      if (value.dtype === 'float32' && value.shape.length === 0 && !value.device) {
        positions.set(value, numbers.length);
        label = `s${numbers.length}`;
        numbers.push(value.data![0]!);
      } else {
        inputs.push(value);
        label = `i${inputs.length}:${value.dtype}[${value.shape}]`;
      }
      labels.set(value, label);
    }
    return sameShape(shape, value.shape) ? label : `${label}@${shape}`;
  };

  const lines: string[] = [];
  nodes.forEach((node, position) => {
    let line = node.operation.name;
    for (const name in node.attributes) line += ` ${name}=${node.attributes[name]}`;
    for (const input of node.inputs) line += `,${labelOf(input)}`;
    lines.push(line);
    node.outputs.forEach((value, index) => labels.set(value, `n${position}.${index}`));
  });
  lines.push(outputs.map((value) => labels.get(value)).join());
  return { nodes, inputs, numbers, positions, outputs, key: lines.join('\n') };
}

function reachableNodes(outputs: readonly Value[]): GraphNode[] {
  const found = new Set<GraphNode>();
  const open: GraphNode[] = [];
  const visit = (node: GraphNode | undefined): void => {
    if (node && !found.has(node)) {
      found.add(node);
      open.push(node);
    }
  };
  for (const value of outputs) visit(value.node);
  for (let node = open.pop(); node; node = open.pop()) {
    for (const { value } of node.inputs) visit(value.node);
  }
  return [...found].sort((a, b) => a.id - b.id);
}
