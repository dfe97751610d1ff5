import * as tf from '@tensorflow/tfjs-core';
import { bools, combine, type CpuCase, floats, integers, tensors } from './case.js';

const unaries: [string, (x: tf.Tensor) => tf.Tensor][] = [
  ['abs', tf.abs],
  ['acos', tf.acos],
  ['asinh', tf.asinh],
  ['atan', tf.atan],
  ['atanh', tf.atanh],
  ['ceil', tf.ceil],
  ['cos', tf.cos],
  ['cosh', tf.cosh],
  ['elu', tf.elu],
  ['erf', tf.erf],
  ['exp', tf.exp],
  ['expm1', tf.expm1],
  ['floor', tf.floor],
  ['isFinite', tf.isFinite],
  ['isInf', tf.isInf],
  ['isNaN', tf.isNaN],
  ['leakyRelu 0.3', (x) => tf.leakyRelu(x, 0.3)],
  ['leakyRelu -0.5', (x) => tf.leakyRelu(x, -0.5)],
  ['log', tf.log],
  ['log1p', tf.log1p],
  ['neg', tf.neg],
  ['reciprocal', tf.reciprocal],
  ['relu', tf.relu],
  ['relu6', tf.relu6],
  ['round', tf.round],
  ['rsqrt', tf.rsqrt],
  ['selu', tf.selu],
  ['sigmoid', tf.sigmoid],
  ['sign', tf.sign],
  ['sin', tf.sin],
  ['sinh', tf.sinh],
  ['softplus', tf.softplus],
  ['sqrt', tf.sqrt],
  ['square', tf.square],
  ['step', (x) => tf.step(x)],
  ['step 0.25', (x) => tf.step(x, 0.25)],
  ['step -1', (x) => tf.step(x, -1)],
  ['step 2', (x) => tf.step(x, 2)],
  ['tanh', tf.tanh],
  ['clipByValue', (x) => tf.clipByValue(x, -0.5, 2)],
];

const special = [
  NaN,
  Infinity,
  -Infinity,
  0,
  -0,
  1,
  -1,
  0.5,
  -0.5,
  1.5,
  2.5,
  -2.5,
  1e-7,
  -1e-7,
  1e7,
  7,
];

const unaryCases = combine(
  unaries,
  [
    ['special numbers', () => tf.tensor1d(special)],
    ['[3, 1, 5]', () => tf.mul(floats([3, 1, 5]), 3)],
    ['[1, 3, 5, 7]', () => tf.mul(floats([1, 3, 5, 7], 1), 2)],
  ] as const,
  ([name, op], [what, x]) => [`${name} of ${what}`, () => op(x())],
);

type Binary = (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;
const arithmetic: [string, Binary][] = [
  ['add', tf.add],
  ['sub', tf.sub],
  ['mul', tf.mul],
  ['maximum', tf.maximum],
  ['minimum', tf.minimum],
  ['div', tf.div],
  ['floorDiv', tf.floorDiv],
  ['mod', tf.mod],
  ['pow', tf.pow],
  ['squaredDifference', tf.squaredDifference],
  ['greater', tf.greater],
  ['greaterEqual', tf.greaterEqual],
  ['less', tf.less],
  ['lessEqual', tf.lessEqual],
  ['equal', tf.equal],
  ['notEqual', tf.notEqual],
];

const shapes: [number[], number[]][] = [
  [[5], [5]],
  [
    [2, 1, 3],
    [7, 1],
  ],
  [[], [3, 5]],
  [
    [2, 3, 1, 5],
    [1, 3, 4, 1],
  ],
];

const binaryCases = combine(arithmetic, shapes, ([name, op], [a, b]) => [
  `${name} of float32 [${a}] and [${b}]`,
  () => op(floats(a), floats(b, 1)),
]);

const integerCases = combine(arithmetic, shapes.slice(0, 3), ([name, op], [a, b]) => [
  `${name} of int32 [${a}] and [${b}]`,
  () => op(integers(a), integers(b, 1)),
]);

const mixedCases = combine(
  arithmetic.slice(0, 10),
  ['int32', 'bool'] as const,
  ([name, op], dtype) => [
    `${name} of float32 and ${dtype}`,
    () => op(floats([3, 5]), tensors[dtype]([5], 1)),
  ],
);

const limits = () => tf.tensor1d([2147483647, -2147483648, 2147483647, 65536, 0], 'int32');
const others = () => tf.tensor1d([1, -1, 2, 65537, -2147483648], 'int32');

/** Element-wise kernels, on odd shapes and extreme numbers. */
export const elementwiseCases: CpuCase[] = [
  ...unaryCases,
  ...binaryCases,
  ...integerCases,
  ...mixedCases,
  ['int32 sums wrap around', () => tf.add(limits(), others())],
  ['int32 differences wrap around', () => tf.sub(limits(), others())],
  ['int32 products wrap around', () => tf.mul(limits(), others())],
  ['int32 negation wraps around', () => tf.neg(limits())],
  ['int32 division by zero', () => tf.div(limits(), tf.tensor1d([0, 0, 3, -7, 0], 'int32'))],
  [
    'int32 remainders of negative numbers',
    () => tf.mod(limits(), tf.tensor1d([-7, 7, 0, -5, 3], 'int32')),
  ],
  [
    'int32 powers',
    () => tf.pow(tf.tensor1d([2, -2, 0, 10], 'int32'), tf.tensor1d([3, 3, 0, 9], 'int32')),
  ],
  ['division by zero', () => tf.div(tf.tensor1d([1, -1, 0]), tf.tensor1d([0, 0, 0]))],
  ['maximum of NaN', () => tf.maximum(tf.tensor1d([NaN, 1, NaN]), tf.tensor1d([1, NaN, NaN]))],
  ['minimum of NaN', () => tf.minimum(tf.tensor1d([NaN, 1, NaN]), tf.tensor1d([1, NaN, NaN]))],
  ['comparisons of NaN', () => tf.equal(tf.tensor1d([NaN, 0]), tf.tensor1d([NaN, -0]))],
  ['logicalAnd, broadcast', () => tf.logicalAnd(bools([3, 1]), bools([4], 1))],
  ['logicalOr, broadcast', () => tf.logicalOr(bools([3, 1]), bools([4], 1))],
  ['logicalXor', () => tf.logicalXor(bools([7]), bools([7], 1))],
  ['logicalNot', () => tf.logicalNot(bools([2, 3]))],
  ['equal of bool', () => tf.equal(bools([7]), bools([7], 1))],
  ['prelu', () => tf.prelu(floats([2, 3, 5]), floats([5], 1))],
  ['atan2', () => tf.atan2(floats([2, 3]), floats([3], 1))],
  ['addN', () => tf.addN([floats([3, 5]), floats([3, 5], 1), floats([3, 5], 2)])],
  ['addN of int32', () => tf.addN([limits(), others(), limits()])],
  ['where, condition broadcast', () => tf.where(bools([3, 1]), floats([3, 5]), floats([5], 1))],
  ['where of a number', () => tf.where(bools([]), floats([3, 5]), floats([3, 5], 1))],
  ['where of int32', () => tf.where(bools([7]), integers([7]), integers([7], 1))],
  ['where of bool', () => tf.where(bools([7]), bools([7], 1), bools([7], 2))],
  ['where of float32 and int32', () => tf.where(bools([7]), floats([7]), integers([7]))],
  ['where of bool and int32', () => tf.where(bools([7]), bools([7], 1), integers([7]))],
  [
    'where ignores a NaN that is not chosen',
    () => tf.where(bools([4]), tf.fill([4], NaN), floats([4])),
  ],
];

const outOfRange = [
  3e9,
  -3e9,
  2147483648,
  4294967297,
  1e10,
  1e20,
  -1e20,
  NaN,
  Infinity,
  -Infinity,
  1.9,
  -1.9,
  -0.5,
];

/** Casts from and to every dtype. */
export const castCases: CpuCase[] = [
  ['float32 to int32, out of range', () => tf.cast(tf.tensor1d(outOfRange), 'int32')],
  ['float32 to int32 of rank 4', () => tf.cast(tf.mul(floats([2, 3, 3, 5]), 4e9), 'int32')],
  ['float32 to bool', () => tf.cast(tf.tensor1d([NaN, 0, -0, 1e-30, -5, Infinity]), 'bool')],
  ['int32 to bool', () => tf.cast(tf.tensor1d([0, 5, -1, 256], 'int32'), 'bool')],
  ['int32 to float32', () => tf.cast(tf.tensor1d([16777217, -2147483648, 3], 'int32'), 'float32')],
  ['bool to int32', () => tf.cast(bools([5]), 'int32')],
  ['bool to float32', () => tf.cast(bools([5]), 'float32')],
  ['float32 to int32 and back', () => tf.cast(tf.cast(tf.mul(floats([9]), 5), 'int32'), 'float32')],
  ['int32 written as floats', () => tf.add(tf.oneHot(tf.tensor1d([1, 0], 'int32'), 3), 1)],
];
