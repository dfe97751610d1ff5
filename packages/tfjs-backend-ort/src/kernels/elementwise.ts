import { backend_util } from '@tensorflow/tfjs-core';
import type { DataType } from '@tensorflow/tfjs-core';
import type { GraphNode } from '../graph/graph.js';
import { lowerAffine } from '../lowering/affine.js';
import type { Lowering } from '../lowering/lowering.js';
import { onnxTypes, type OnnxAttribute } from '../onnx/model-builder.js';
import { all, listed, pick, type KernelMapping } from './mapping.js';

type Emit = (lowering: Lowering, operands: string[], node: GraphNode) => string;

/** Emits an element-wise node in the layout that its inputs are in already. */
function lowerElementwise(emit: Emit): KernelMapping['lower'] {
  return (lowering, node) => {
    const output = node.outputs[0]!;
    const isChannelsFirst =
      output.shape.length === 4 && node.inputs.some((input) => lowering.isChannelsFirst(input));
    const operands = node.inputs.map((input) =>
      isChannelsFirst ? lowering.channelsFirstOperand(input) : lowering.plain(input),
    );
    const name = emit(lowering, operands, node);
    if (isChannelsFirst) lowering.defineChannelsFirst(output, name);
    else lowering.define(output, name);
  };
}

function onnx(op: string, attributes: Record<string, OnnxAttribute> = {}): Emit {
  return ({ builder }, operands) => builder.node(op, operands, attributes);
}

function binary(name: string, emit: Emit, dtypes: DataType[], result?: DataType): KernelMapping {
  return {
    name,
    describe(inputs) {
      const [a, b] = pick(inputs, 'a', 'b');
      if (!all([a, b], ...dtypes) || a.dtype !== b.dtype) return undefined;
      const shape = backend_util.assertAndGetBroadcastShape(a.shape, b.shape);
      return { inputs: [a, b], outputs: [{ shape, dtype: result ?? a.dtype }] };
    },
    lower: lowerElementwise(emit),
  };
}

function unary(
  name: string,
  emit: Emit,
  options: { dtypes?: DataType[]; result?: DataType; attributes?: string[] } = {},
): KernelMapping {
  const { dtypes = ['float32'], result, attributes = [] } = options;
  return {
    name,
    describe(inputs, given) {
      const x = inputs['x']!;
      if (!dtypes.includes(x.dtype)) return undefined;
      return {
        inputs: [x],
        outputs: [{ shape: x.shape, dtype: result ?? x.dtype }],
        attributes: Object.fromEntries(attributes.map((key) => [key, given[key] as number])),
      };
    },
    lower: lowerElementwise(emit),
  };
}

const numeric: DataType[] = ['float32', 'int32'];

const binaries: KernelMapping[] = [
  binary(
    'Add',
    (lowering, operands, { inputs: [a, b] }) =>
      lowerAffine(lowering, a!, b!) ?? lowering.builder.node('Add', operands),
    numeric,
  ),
  binary('Sub', onnx('Sub'), numeric),
  binary('Multiply', onnx('Mul'), numeric),
  binary('RealDiv', onnx('Div'), ['float32']),
  binary('Maximum', onnx('Max'), numeric),
  binary('Minimum', onnx('Min'), numeric),
  binary('Pow', onnx('Pow'), ['float32']),
  binary(
    'SquaredDifference',
    ({ builder }, operands) => {
      const difference = builder.node('Sub', operands);
      return builder.node('Mul', [difference, difference]);
    },
    ['float32'],
  ),
  binary('Greater', onnx('Greater'), numeric, 'bool'),
  binary('GreaterEqual', onnx('GreaterOrEqual'), numeric, 'bool'),
  binary('Less', onnx('Less'), numeric, 'bool'),
  binary('LessEqual', onnx('LessOrEqual'), numeric, 'bool'),
  binary('Equal', onnx('Equal'), [...numeric, 'bool'], 'bool'),
  binary(
    'NotEqual',
    ({ builder }, operands) => builder.node('Not', [builder.node('Equal', operands)]),
    [...numeric, 'bool'],
    'bool',
  ),
  binary('LogicalAnd', onnx('And'), ['bool']),
  binary('LogicalOr', onnx('Or'), ['bool']),
];

const sameName = [
  ...['Exp', 'Log', 'Sigmoid', 'Tanh', 'Sqrt', 'Floor', 'Ceil', 'Round', 'Reciprocal', 'Erf'],
  ...['Sin', 'Cos', 'Tan', 'Asin', 'Acos', 'Atan', 'Sinh', 'Cosh', 'Asinh', 'Acosh', 'Atanh'],
  ...['Softplus', 'Elu', 'Relu'],
].map((name) => unary(name, onnx(name)));

const unaries: KernelMapping[] = [
  ...sameName,
  unary('Neg', onnx('Neg'), { dtypes: numeric }),
  unary('Abs', onnx('Abs'), { dtypes: numeric }),
  // Written out, for NaN has the sign 0 in TensorFlow.js.
  unary('Sign', (lowering, [x]) => {
    const { builder } = lowering;
    const is = (comparison: string): string =>
      builder.node('Cast', [builder.node(comparison, [x!, lowering.number(0)])], {
        to: onnxTypes.float32,
      });
    return builder.node('Sub', [is('Greater'), is('Less')]);
  }),
  unary('IsNan', onnx('IsNaN'), { result: 'bool' }),
  unary('LogicalNot', onnx('Not'), { dtypes: ['bool'] }),
  unary('Square', ({ builder }, [x]) => builder.node('Mul', [x!, x!]), { dtypes: numeric }),
  unary('Rsqrt', ({ builder }, [x]) => builder.node('Reciprocal', [builder.node('Sqrt', [x!])])),
  unary('Log1p', (lowering, [x]) =>
    lowering.builder.node('Log', [lowering.builder.node('Add', [x!, lowering.number(1)])]),
  ),
  unary('Relu6', (lowering, [x]) =>
    lowering.builder.node('Clip', [x!, lowering.number(0), lowering.number(6)]),
  ),
  unary(
    'ClipByValue',
    (lowering, [x], { attributes }) =>
      lowering.builder.node('Clip', [
        x!,
        lowering.number(attributes['clipValueMin'] as number),
        lowering.number(attributes['clipValueMax'] as number),
      ]),
    { attributes: ['clipValueMin', 'clipValueMax'] },
  ),
  unary(
    'LeakyRelu',
    ({ builder }, [x], { attributes }) =>
      builder.node('LeakyRelu', [x!], { alpha: { float: attributes['alpha'] as number } }),
    { attributes: ['alpha'] },
  ),
  unary(
    // 1 where x > 0, alpha elsewhere: the gradient's mask of ReLU and LeakyReLU. Cutting off a
    // huge multiple is twice as fast as a comparison and a choice.
    'Step',
    (lowering, [x], { attributes }) =>
      lowering.builder.node('Clip', [
        lowering.builder.node('Mul', [x!, lowering.number(1e38)]),
        lowering.number(attributes['alpha'] as number),
        lowering.number(1),
      ]),
    { attributes: ['alpha'] },
  ),
];

const cast: KernelMapping = {
  name: 'Cast',
  describe(inputs, attributes) {
    const x = inputs['x']!;
    const dtype = attributes['dtype'] as DataType;
    if (!all([x], 'float32', 'int32', 'bool')) return undefined;
    if (dtype !== 'float32' && dtype !== 'int32' && dtype !== 'bool') return undefined;
    return {
      inputs: [x],
      outputs: [{ shape: x.shape, dtype }],
      attributes: { to: onnxTypes[dtype] },
    };
  },
  lower: lowerElementwise(({ builder }, [x], { attributes }) =>
    builder.node('Cast', [x!], { to: attributes['to'] as number }),
  ),
};

const select: KernelMapping = {
  name: 'Select',
  describe(inputs) {
    const [condition, t, e] = pick(inputs, 'condition', 't', 'e');
    const isFullRank = condition.shape.length === t.shape.length;
    if (condition.dtype !== 'bool' || !all([t, e], 'float32', 'int32') || !isFullRank) {
      return undefined;
    }
    return { inputs: [condition, t, e], outputs: [{ shape: t.shape, dtype: t.dtype }] };
  },
  lower: lowerElementwise(onnx('Where')),
};

const addN: KernelMapping = {
  name: 'AddN',
  describe(inputs) {
    const tensors = listed(inputs);
    if (!all(tensors, 'float32')) return undefined;
    return { inputs: tensors, outputs: [{ shape: tensors[0]!.shape, dtype: 'float32' }] };
  },
  lower: lowerElementwise(onnx('Sum')),
};

/** Kernels that work element by element. */
export const elementwise: KernelMapping[] = [...binaries, ...unaries, cast, select, addN];
