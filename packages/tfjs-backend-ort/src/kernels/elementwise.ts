import type { DataType } from '@tensorflow/tfjs-core';
import { lowerProduct, lowerSum } from '../lowering/affine.js';
import { onnxTypes } from '../onnx/onnx-model.js';
import { binary, lowerElementwise, onnx, unary } from './by-element.js';
import { cast } from './cast.js';
import { all, listed, type KernelMapping } from './mapping.js';
import { rectifying } from './rectifying.js';
import { select } from './select.js';

const numeric: DataType[] = ['float32', 'int32'];

const binaries: KernelMapping[] = [
  binary('Add', onnx('Add'), numeric, { staysFinite: true, special: lowerSum }),
  binary('Sub', onnx('Sub'), numeric, { staysFinite: true }),
  binary('Multiply', onnx('Mul'), numeric, { staysFinite: true, special: lowerProduct }),
  binary('RealDiv', onnx('Div'), ['float32']),
  binary('Maximum', onnx('Max'), numeric, { staysFinite: true }),
  binary('Minimum', onnx('Min'), numeric, { staysFinite: true }),
  binary('Pow', onnx('Pow'), ['float32']),
  binary(
    'SquaredDifference',
    ({ builder }, operands) => {
      const difference = builder.node('Sub', operands);
      return builder.node('Mul', [difference, difference]);
    },
    ['float32'],
  ),
  binary('Greater', onnx('Greater'), numeric, { result: 'bool' }),
  binary('GreaterEqual', onnx('GreaterOrEqual'), numeric, { result: 'bool' }),
  binary('Less', onnx('Less'), numeric, { result: 'bool' }),
  binary('LessEqual', onnx('LessOrEqual'), numeric, { result: 'bool' }),
  binary('Equal', onnx('Equal'), [...numeric, 'bool'], { result: 'bool' }),
  binary(
    'NotEqual',
    ({ builder }, operands) => builder.node('Not', [builder.node('Equal', operands)]),
    [...numeric, 'bool'],
    { result: 'bool' },
  ),
  binary('LogicalAnd', onnx('And'), ['bool']),
  binary('LogicalOr', onnx('Or'), ['bool']),
];

const sameName = [
  ...['Exp', 'Log', 'Sqrt', 'Floor', 'Ceil', 'Round', 'Reciprocal', 'Erf'],
  ...['Sin', 'Cos', 'Tan', 'Asin', 'Acos', 'Atan', 'Sinh', 'Cosh', 'Asinh', 'Acosh', 'Atanh'],
  ...['Softplus', 'Elu'],
].map((name) => unary(name, onnx(name)));

const unaries: KernelMapping[] = [
  ...sameName,
  unary('Sigmoid', onnx('Sigmoid'), { staysFinite: true }),
  unary('Tanh', onnx('Tanh'), { staysFinite: true }),
  unary('Neg', onnx('Neg'), { dtypes: numeric, staysFinite: true }),
  unary('Abs', onnx('Abs'), { dtypes: numeric, staysFinite: true }),
  // Composed of comparisons, because NaN has the sign 0 in TensorFlow.js.
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
  unary('Square', ({ builder }, [x]) => builder.node('Mul', [x!, x!]), {
    dtypes: numeric,
    staysFinite: true,
  }),
  unary('Rsqrt', ({ builder }, [x]) => builder.node('Reciprocal', [builder.node('Sqrt', [x!])])),
  unary('Log1p', (lowering, [x]) => {
    // x + 1 loses digits of x; the logarithm is scaled by x over what is left of it (Kahan).
    const { builder } = lowering;
    const one = lowering.number(1);
    const sum = builder.node('Add', [x!, one]);
    const kept = builder.node('Sub', [sum, one]);
    const log = builder.node('Log', [sum]);
    const scaled = builder.node('Div', [builder.node('Mul', [log, x!]), kept]);
    const exact = builder.node('Where', [builder.node('Equal', [kept, x!]), log, scaled]);
    const isTiny = builder.node('Equal', [kept, lowering.number(0)]);
    return builder.node('Where', [isTiny, x!, exact]);
  }),
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
];

const addN: KernelMapping = {
  name: 'AddN',
  describe(inputs) {
    const tensors = listed(inputs);
    if (!all(tensors, 'float32')) return undefined;
    return { inputs: tensors, outputs: [{ shape: tensors[0]!.shape, dtype: 'float32' }] };
  },
  lower: lowerElementwise((lowering, operands) => lowering.sum(operands), { staysFinite: true }),
};

/** Element-wise kernels. */
export const elementwise: KernelMapping[] = [
  ...binaries,
  ...unaries,
  ...rectifying,
  cast,
  select,
  addN,
];
