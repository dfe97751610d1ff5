import * as tf from '@tensorflow/tfjs-core';
import { bools, combine, type CpuCase, floats, image, integers } from './case.js';

const axes: [number[], number | number[] | undefined, boolean][] = [
  [[7], undefined, false],
  [[3, 1, 5], 1, true],
  [[3, 4, 5], [0, 2], false],
  [[2, 3, 3, 5], [1, 2], true],
  [[2, 3, 3, 5], -1, false],
];

type Fold = (x: tf.Tensor, axis?: number | number[], keepDims?: boolean) => tf.Tensor;
const folds: [string, Fold][] = [
  ['sum', tf.sum],
  ['mean', tf.mean],
  ['max', tf.max],
  ['min', tf.min],
  ['prod', tf.prod],
  ['logSumExp', tf.logSumExp],
];

const indices: [string, (x: tf.Tensor, axis: number) => tf.Tensor][] = [
  ['argMax', tf.argMax],
  ['argMin', tf.argMin],
];

const ties = () => tf.tensor2d([3, 1, 3, 1, 3, 0, 0, 0, 0, 0], [2, 5]);
const cumsums: [number[], number, boolean, boolean][] = [
  [[5], 0, false, false],
  [[5], 0, true, false],
  [[5], 0, false, true],
  [[5], 0, true, true],
  [[2, 3, 4], 1, true, true],
  [[2, 3, 4], 0, false, true],
  [[2, 3, 1, 4], 3, true, false],
  [[2, 3], 1, false, false],
];

/** Reductions, cumulative sums, sorting: ties, all kinds of axes, integers at their limits. */
export const reducingCases: CpuCase[] = [
  ...combine(folds, axes, ([name, fold], [shape, axis, keepDims]) => [
    `${name} of [${shape}] over ${axis}${keepDims ? ', kept' : ''}`,
    () => fold(floats(shape), axis, keepDims),
  ]),
  ...combine(folds.slice(0, 5), axes, ([name, fold], [shape, axis, keepDims]) => [
    `${name} of int32 [${shape}] over ${axis}${keepDims ? ', kept' : ''}`,
    () => fold(integers(shape), axis, keepDims),
  ]),
  ...combine(indices, [0, 1, 2, -1], ([name, index], axis) => [
    `${name} over axis ${axis}`,
    () => index(floats([3, 4, 5]), axis),
  ]),
  ...combine(indices, [0, 1], ([name, index], axis) => [
    `${name} of ties over axis ${axis}`,
    () => index(ties(), axis),
  ]),
  ...combine(indices, ['int32', 'bool'] as const, ([name, index], dtype) => [
    `${name} of ${dtype}`,
    () => index(tf.cast(ties(), dtype), 1),
  ]),
  ...combine(cumsums, ['float32', 'int32'] as const, ([shape, axis, exclusive, reverse], dtype) => [
    `cumsum of ${dtype} [${shape}] over ${axis}${exclusive ? ', exclusive' : ''}${reverse ? ', reverse' : ''}`,
    () => tf.cumsum(dtype === 'int32' ? integers(shape) : floats(shape), axis, exclusive, reverse),
  ]),
  ['cumsum of bool', () => tf.cumsum(bools([5]))],
  ['cumsum of int32 wraps around', () => tf.cumsum(tf.fill([4], 2147483647, 'int32'))],
  [
    'gradient of cumsum',
    () => tf.grad((x) => tf.cumsum(x, 1, true))(floats([3, 4]), floats([3, 4], 1)),
  ],
  ['cumprod', () => tf.cumprod(floats([2, 5]), 1, true, true)],
  ['sum of int32 wraps around', () => tf.sum(tf.fill([3], 2147483647, 'int32'))],
  ['sum of int32 rows wraps around', () => tf.sum(tf.fill([2, 3], -2147483648, 'int32'), 1)],
  ['prod of int32 wraps around', () => tf.prod(tf.tensor1d([65536, 65536, 3], 'int32'))],
  ['sum of bool', () => tf.sum(bools([2, 7]), 1)],
  ['any', () => tf.any(bools([3, 5]), 1)],
  ['all', () => tf.all(bools([3, 5]), 0, true)],
  ['max of NaN', () => tf.max(tf.tensor2d([NaN, 1, 2, -Infinity], [2, 2]), 1)],
  ['min of NaN in images', () => tf.min(tf.relu(tf.fill([1, 3, 3, 5], NaN)), [1, 2])],
  ['mean of infinities', () => tf.mean(tf.tensor1d([Infinity, -Infinity]))],
  ['softmax of infinities', () => tf.softmax(tf.tensor2d([-Infinity, 1, 1e30, 1e30], [2, 2]))],
  ['logSoftmax', () => tf.logSoftmax(tf.mul(floats([3, 7]), 50))],
  ['topk', () => valuesAndIndices(tf.topk(floats([3, 7]), 3))],
  ['topk of ties', () => valuesAndIndices(tf.topk(ties(), 4))],
  ['topk of int32 ties', () => valuesAndIndices(tf.topk(tf.cast(ties(), 'int32'), 5))],
  ['topk of all', () => valuesAndIndices(tf.topk(floats([1, 2, 6]), 6))],
  ['topk of one', () => valuesAndIndices(tf.topk(floats([9]), 1))],
  ['topk unsorted, as a set', () => tf.topk(tf.topk(floats([2, 9]), 4, false).values, 4).values],
  ['gradient of max with ties', () => tf.grad((x) => tf.max(x, 1))(ties())],
  ["inTopKAsync's parts: top 1 of equal logits", () => tf.topk(tf.zeros([2, 5]), 1).indices],
  [
    'gradient of maxPool with ties',
    () => tf.grad((x) => tf.maxPool(x as tf.Tensor4D, 2, 2, 'valid'))(tf.ones([1, 4, 4, 1])),
  ],
  [
    'gradient of maxPool with ties, windows that overlap',
    () => tf.grad((x) => tf.maxPool(x as tf.Tensor4D, 3, 1, 'same'))(tf.ones([2, 5, 3, 2])),
  ],
  [
    'gradient of avgPool of odd sizes',
    () => tf.grad((x) => tf.avgPool(x as tf.Tensor4D, [3, 2], [2, 1], 'same'))(image([2, 5, 7, 3])),
  ],
  ['maxPool of odd sizes', () => tf.maxPool(image([1, 5, 7, 3]), [3, 2], [2, 1], 'same')],
  ['maxPool, dilated', () => tf.pool(image([1, 7, 7, 2]), 2, 'max', 'valid', 2, 1)],
  ['avgPool of one pixel', () => tf.avgPool(image([3, 1, 1, 5]), 1, 1, 'valid')],
];

function valuesAndIndices({
  values,
  indices,
}: {
  values: tf.Tensor;
  indices: tf.Tensor;
}): tf.Tensor[] {
  return [values, indices];
}
