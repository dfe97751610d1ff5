import {
  type NamedNode,
  type OnnxAttribute,
  type OnnxConstant,
  type OnnxModel,
  type OnnxNode,
  onnxTypes,
  type OnnxType,
  type OnnxValue,
} from './onnx-model.js';

/**
 * Builds one ONNX graph. Equal nodes and constants are emitted once, so common subexpressions are
 * shared without a separate pass. Nodes and constants that nothing reads are dropped at the end, so
 * a lowering may emit nodes that later turn out to be unnecessary.
 */
export class OnnxModelBuilder {
  private readonly emitted = new Map<string, string[]>();
  private readonly inputs: OnnxValue[] = [];
  private readonly outputs: OnnxValue[] = [];
  private readonly constants: OnnxConstant[] = [];
  private readonly nodeList: OnnxNode[] = [];
  private count = 0;

  /** Declares a graph input and returns its name. */
  input(type: OnnxType, shape: OnnxValue['shape'], name = `i${this.count++}`): string {
    this.inputs.push({ name, type, shape });
    return name;
  }

  /** Declares `name` as a graph output. */
  output(name: string, type: OnnxType, shape: OnnxValue['shape']): void {
    this.outputs.push({ name, type, shape });
  }

  /**
   * Declares an output of a type that JavaScript does not have, and returns its name; see
   * `createSession`.
   */
  barrier(): string {
    const name = this.node('Cast', [this.constant('float32', [], [0])], { to: onnxTypes.bfloat16 });
    this.output(name, 'bfloat16', []);
    return name;
  }

  /** A constant tensor. */
  constant(type: OnnxType, shape: readonly number[], values: readonly number[]): string {
    const key = `const ${type} [${shape}] ${values}`;
    const known = this.emitted.get(key);
    if (known) return known[0]!;
    const name = this.tensor(type, shape, values);
    this.emitted.set(key, [name]);
    return name;
  }

  /**
   * A constant tensor of many numbers; calling this again with equal numbers makes a second
   * constant.
   */
  tensor(
    type: OnnxType,
    shape: readonly number[],
    values: ArrayLike<number>,
    name = `c${this.count++}`,
  ): string {
    this.constants.push({ name, type, shape, values });
    return name;
  }

  /** A one-dimensional int64 constant: shapes, axes, pads. */
  integers(values: readonly number[]): string {
    return this.constant('int64', [values.length], values);
  }

  /** A node with one output; returns the output's name. */
  node(op: string, inputs: string[], attributes: Record<string, OnnxAttribute> = {}): string {
    return this.nodes(op, inputs, 1, attributes)[0]!;
  }

  /** A node with `outputs` outputs; returns their names. */
  nodes(
    op: string,
    inputs: string[],
    outputs: number,
    attributes: Record<string, OnnxAttribute> = {},
  ): string[] {
    const key = `${op}(${inputs})${outputs}${JSON.stringify(attributes)}`;
    const known = this.emitted.get(key);
    if (known) return known;
    const names = Array.from({ length: outputs }, () => `v${this.count++}`);
    this.nodeList.push({ op, inputs, outputs: names, attributes });
    this.emitted.set(key, names);
    return names;
  }

  /** A copy of `name` with another name. */
  copy(name: string, copied = `v${this.count++}`): string {
    this.nodeList.push({ op: 'Identity', inputs: [name], outputs: [copied], attributes: {} });
    return copied;
  }

  /**
   * Makes a node run after the nodes that compute `awaited`, float32 tensors: `number`, one of its
   * inputs, is replaced by one that depends on them.
   */
  delay({ outputs }: NamedNode, number: string, awaited: readonly string[]): void {
    const always = this.constant('bool', [], [1]);
    const first = this.constant('int64', [], [0]);
    const flat = this.integers([-1]);
    const delayed = awaited.reduce((so, name) => {
      const one = this.node('Gather', [this.node('Reshape', [name, flat]), first]);
      return this.node('Where', [always, so, one]);
    }, number);
    const position = this.nodeList.findIndex((node) => node.outputs[0] === outputs[0]);
    const node = this.nodeList[position]!;
    const inputs = node.inputs.map((name) => (name === number ? delayed : name));
    this.nodeList[position] = { ...node, inputs };
  }

  /**
   * The graph of the nodes that the outputs depend on, in the order of emission except for delayed
   * nodes.
   */
  model(): OnnxModel {
    const { inputs, outputs } = this;
    const nodes = runningOrder(
      this.nodeList,
      outputs.map(({ name }) => name),
    );
    const read = new Set([...outputs.map(({ name }) => name), ...nodes.flatMap((n) => n.inputs)]);
    const constants = this.constants.filter(({ name }) => read.has(name));
    return { inputs, outputs, constants, nodes };
  }
}

/** The nodes that `results` depend on, each after the nodes that compute its inputs. */
function runningOrder(nodes: readonly OnnxNode[], results: readonly string[]): OnnxNode[] {
  const producers = new Map(nodes.flatMap((node) => node.outputs.map((name) => [name, node])));
  const needed = new Set<OnnxNode>();
  const open = [...results];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const node = producers.get(name);
    if (!node || needed.has(node)) continue;
    needed.add(node);
    open.push(...node.inputs);
  }
  const ordered = new Set<OnnxNode>();
  const place = (node: OnnxNode): void => {
    if (ordered.has(node)) return;
    for (const name of node.inputs) {
      const producer = producers.get(name);
      if (producer) place(producer);
    }
    ordered.add(node);
  };
  for (const node of nodes) if (needed.has(node)) place(node);
  return [...ordered];
}
