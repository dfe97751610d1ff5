import { ProtobufWriter } from './protobuf.js';

/** Element types by their number in ONNX's TensorProto.DataType. */
export const onnxTypes = {
  float32: 1,
  uint8: 2,
  int32: 6,
  int64: 7,
  bool: 9,
  bfloat16: 16,
} as const;
export type OnnxType = keyof typeof onnxTypes;

/** Sizes; a name stands for one that a run decides. */
type Shape = readonly (number | string)[];

export type OnnxAttribute = number | string | number[] | { float: number } | { floats: number[] };

const OPSET = 18;
const IR_VERSION = 8;

/** A node of an ONNX graph, its operands by name. */
export interface NamedNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

interface BuiltNode {
  readonly op: string;
  inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Record<string, OnnxAttribute>;
}

/**
 * Builds one ONNX graph. Nodes and constants that are equal are emitted once, so common
 * sub-expressions are shared without a pass of their own; nodes whose results nobody reads are
 * dropped at the end, so a lowering may emit what a later one turns out not to need.
 */
export class OnnxModelBuilder {
  private readonly graph = new ProtobufWriter();
  private readonly emitted = new Map<string, string[]>();
  private readonly body: BuiltNode[] = [];
  private readonly results: string[] = [];
  private count = 0;

  /** Declares a graph input and returns its name. */
  input(type: OnnxType, shape: Shape): string {
    const name = `i${this.count++}`;
    this.graph.field(11, valueInfo(name, type, shape));
    return name;
  }

  /** Declares `name` as a graph output. */
  output(name: string, type: OnnxType, shape: Shape): void {
    this.results.push(name);
    this.graph.field(12, valueInfo(name, type, shape));
  }

  /** Declares an output of a type that JavaScript does not have, and returns its name; see the engine. */
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
    const name = `c${this.count++}`;
    const tensor = new ProtobufWriter();
    for (const size of shape) tensor.integer(1, size);
    tensor.integer(2, onnxTypes[type]).field(8, name).field(9, rawData(type, values));
    this.graph.field(5, tensor);
    this.emitted.set(key, [name]);
    return name;
  }

  /** A one-dimensional int64 constant: shapes, axes, pads. */
  integers(values: readonly number[]): string {
    return this.constant('int64', [values.length], values);
  }

  /**
   * A node with one output; returns the output's name. An operator of another domain than ONNX's own
   * is written `domain.Operator`; an input that is left out is ''.
   */
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
    this.emit(op, inputs, names, attributes);
    this.emitted.set(key, names);
    return names;
  }

  /** A copy of `name` under a name of its own. */
  copy(name: string): string {
    const copied = `v${this.count++}`;
    this.emit('Identity', [name], [copied], {});
    return copied;
  }

  /** Lets `node` run after what makes `awaited`, float32 tensors, through a number that it reads. */
  delay(node: NamedNode, number: string, awaited: readonly string[]): void {
    const always = this.constant('bool', [], [1]);
    const first = this.constant('int64', [], [0]);
    const flat = this.integers([-1]);
    const delayed = awaited.reduce((sum, name) => {
      const one = this.node('Gather', [this.node('Reshape', [name, flat]), first]);
      return this.node('Where', [always, sum, one]);
    }, number);
    const built = this.body.find(({ outputs }) => outputs === node.outputs)!;
    built.inputs = built.inputs.map((name) => (name === number ? delayed : name));
  }

  /** The nodes that outputs need, in an order in which they can run: as emitted, where nothing is delayed. */
  neededNodes(): readonly NamedNode[] {
    return this.needed();
  }

  /** The serialised model. */
  finish(): Uint8Array {
    const domains = new Set<string>();
    for (const node of this.needed()) {
      const { domain, message } = nodeMessage(node);
      if (domain) domains.add(domain);
      this.graph.field(1, message);
    }
    this.graph.field(2, 'tfjs');
    const model = new ProtobufWriter().integer(1, IR_VERSION);
    model.field(8, new ProtobufWriter().field(1, '').integer(2, OPSET));
    for (const domain of domains) {
      model.field(8, new ProtobufWriter().field(1, domain).integer(2, 1));
    }
    return model.field(7, this.graph).finish();
  }

  private needed(): BuiltNode[] {
    const producers = new Map(
      this.body.flatMap((node) => node.outputs.map((name) => [name, node] as const)),
    );
    const read = new Set<BuiltNode>();
    const open = [...this.results];
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      const node = producers.get(name);
      if (!node || read.has(node)) continue;
      read.add(node);
      open.push(...node.inputs);
    }
    const ordered = new Set<BuiltNode>();
    const place = (node: BuiltNode): void => {
      if (ordered.has(node)) return;
      for (const name of node.inputs) {
        const producer = producers.get(name);
        if (producer) place(producer);
      }
      ordered.add(node);
    };
    for (const node of this.body) if (read.has(node)) place(node);
    return [...ordered];
  }

  private emit(
    op: string,
    inputs: string[],
    outputs: string[],
    attributes: Record<string, OnnxAttribute>,
  ): void {
    this.body.push({ op, inputs, outputs, attributes });
  }
}

function nodeMessage({ op, inputs, outputs, attributes }: BuiltNode): {
  domain: string;
  message: ProtobufWriter;
} {
  const message = new ProtobufWriter();
  for (const name of inputs) message.field(1, name);
  for (const name of outputs) message.field(2, name);
  const dot = op.lastIndexOf('.');
  const domain = op.slice(0, Math.max(dot, 0));
  message.field(4, op.slice(dot + 1));
  if (domain) message.field(7, domain);
  for (const [name, value] of Object.entries(attributes)) message.field(5, attribute(name, value));
  return { domain, message };
}

function attribute(name: string, value: OnnxAttribute): ProtobufWriter {
  const writer = new ProtobufWriter().field(1, name);
  if (typeof value === 'number') return writer.integer(3, value).integer(20, 2);
  if (typeof value === 'string') return writer.field(4, value).integer(20, 3);
  if ('float' in value) return writer.float(2, value.float).integer(20, 1);
  if ('floats' in value) {
    for (const item of value.floats) writer.float(7, item);
    return writer.integer(20, 6);
  }
  for (const item of value) writer.integer(8, item);
  return writer.integer(20, 7);
}

function valueInfo(name: string, type: OnnxType, shape: Shape): ProtobufWriter {
  const dimensions = new ProtobufWriter();
  for (const size of shape) {
    const dimension = new ProtobufWriter();
    dimensions.field(
      1,
      typeof size === 'number' ? dimension.integer(1, size) : dimension.field(2, size),
    );
  }
  const tensor = new ProtobufWriter().integer(1, onnxTypes[type]).field(2, dimensions);
  return new ProtobufWriter().field(1, name).field(2, new ProtobufWriter().field(1, tensor));
}

function rawData(type: OnnxType, values: readonly number[]): Uint8Array {
  const array =
    type === 'float32'
      ? Float32Array.from(values)
      : type === 'int32'
        ? Int32Array.from(values)
        : type === 'int64'
          ? BigInt64Array.from(values, BigInt)
          : Uint8Array.from(values);
  return new Uint8Array(array.buffer);
}
