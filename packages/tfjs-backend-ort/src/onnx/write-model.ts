import {
  type OnnxAttribute,
  type OnnxConstant,
  type OnnxModel,
  type OnnxNode,
  onnxTypes,
  type OnnxType,
  type OnnxValue,
} from './onnx-model.js';
import { OrtTraceError } from '../errors/trace-error.js';
import { ProtobufWriter } from './protobuf.js';

const OPSET = 18;
const IR_VERSION = 8;
/** The largest size of a protobuf message, in bytes. */
const LIMIT = 2 ** 31 - 1;

/** Descriptions that an ONNX file contains. */
export interface OnnxLabels {
  /** The program that made the file. */
  readonly producer?: { readonly name: string; readonly version: string };
  /** One paragraph for readers of the file. */
  readonly description?: string;
  /** Further texts by name, which viewers of ONNX files show. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** The serialised model (https://onnx.ai/onnx/repo-docs/IR.html). */
export function writeModel(
  { inputs, outputs, constants, nodes }: OnnxModel,
  { producer, description, metadata = {} }: OnnxLabels = {},
): Uint8Array {
  const graph = new ProtobufWriter();
  for (const node of nodes) graph.field(1, nodeMessage(node));
  graph.field(2, 'tfjs');
  for (const constant of constants) graph.field(5, tensorMessage(constant));
  for (const input of inputs) graph.field(11, valueMessage(input));
  for (const output of outputs) graph.field(12, valueMessage(output));

  const model = new ProtobufWriter().integer(1, IR_VERSION);
  if (producer) model.field(2, producer.name).field(3, producer.version);
  if (description) model.field(6, description);
  model.field(7, graph).field(8, new ProtobufWriter().field(1, '').integer(2, OPSET));
  for (const domain of new Set(nodes.map(({ op }) => split(op).domain))) {
    if (domain) model.field(8, new ProtobufWriter().field(1, domain).integer(2, 1));
  }
  for (const [key, value] of Object.entries(metadata)) {
    model.field(14, new ProtobufWriter().field(1, key).field(2, value));
  }
  if (model.size > LIMIT) {
    throw new OrtTraceError(
      `the model has ${model.size} bytes; an ONNX file holds at most ${LIMIT} (a limit of protobuf); ` +
        'export smaller parts',
    );
  }
  return model.finish();
}

function split(op: string): { domain: string; operator: string } {
  const dot = op.lastIndexOf('.');
  return { domain: op.slice(0, Math.max(dot, 0)), operator: op.slice(dot + 1) };
}

function nodeMessage({ op, inputs, outputs, attributes }: OnnxNode): ProtobufWriter {
  const message = new ProtobufWriter();
  for (const name of inputs) message.field(1, name);
  for (const name of outputs) message.field(2, name);
  const { domain, operator } = split(op);
  // The name that ONNX Runtime's error messages use for the node.
  message.field(3, outputs[0]!).field(4, operator);
  for (const [name, value] of Object.entries(attributes)) {
    message.field(5, attributeMessage(name, value));
  }
  return domain ? message.field(7, domain) : message;
}

function attributeMessage(name: string, value: OnnxAttribute): ProtobufWriter {
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

function valueMessage({ name, type, shape }: OnnxValue): ProtobufWriter {
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

function tensorMessage({ name, type, shape, values }: OnnxConstant): ProtobufWriter {
  const tensor = new ProtobufWriter();
  for (const size of shape) tensor.integer(1, size);
  return tensor.integer(2, onnxTypes[type]).field(8, name).field(9, rawData(type, values));
}

function rawData(type: OnnxType, values: ArrayLike<number>): Uint8Array {
  const { buffer, byteOffset, byteLength } = typedArray(type, values);
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function typedArray(type: OnnxType, values: ArrayLike<number>) {
  switch (type) {
    case 'float32':
      return values instanceof Float32Array ? values : Float32Array.from(values);
    case 'int32':
      return values instanceof Int32Array ? values : Int32Array.from(values);
    case 'double':
      return Float64Array.from(values);
    case 'int64':
      return BigInt64Array.from(Array.from(values, BigInt));
    case 'bool':
    case 'uint8':
      return Uint8Array.from(values);
    case 'bfloat16':
      throw new Error(`${type} constants are not supported`);
  }
}
