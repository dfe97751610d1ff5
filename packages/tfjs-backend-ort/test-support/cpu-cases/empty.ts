import * as tf from '@tensorflow/tfjs-core';
import { type CpuCase, floats } from './case.js';

/** Tensors without elements. */
export const emptyCases: CpuCase[] = [
  ['add', () => tf.add(tf.zeros([0, 3]), floats([3]))],
  ['add of int32', () => tf.add(tf.zeros([0], 'int32'), tf.scalar(1, 'int32'))],
  ['relu', () => tf.relu(tf.zeros([2, 0, 3]))],
  ['sum', () => tf.sum(tf.zeros([0, 3]), 0)],
  ['sum of all', () => tf.sum(tf.zeros([0]))],
  ['max', () => tf.max(tf.zeros([3, 0]), 0)],
  ['prod', () => tf.prod(tf.zeros([0, 2]), 0)],
  ['concat', () => tf.concat([tf.zeros([0, 2]), floats([3, 2]), tf.zeros([0, 2])])],
  ['concat of nothing', () => tf.concat([tf.zeros([0, 2]), tf.zeros([0, 2])])],
  ['stack', () => tf.stack([tf.zeros([0]), tf.zeros([0])])],
  ['split', () => tf.split(floats([3]), [0, 3])],
  ['slice', () => tf.slice(floats([3, 4]), [1, 4], [2, 0])],
  ['stridedSlice', () => tf.stridedSlice(floats([5]), [3], [3], [1])],
  ['gather', () => tf.gather(floats([3, 2]), tf.tensor1d([], 'int32'))],
  ['matMul', () => tf.matMul(tf.zeros([0, 3]), floats([3, 2]))],
  ['matMul over nothing', () => tf.matMul(tf.zeros([2, 0]), tf.zeros([0, 2]))],
  ['transpose', () => tf.transpose(tf.zeros([0, 3, 2]))],
  ['tile', () => tf.tile(floats([2]), [0])],
  ['pad to something', () => tf.pad(tf.zeros([0]), [[1, 2]], 5)],
  ['cast', () => tf.cast(tf.zeros([0]), 'int32')],
  ['cumsum', () => tf.cumsum(tf.zeros([0, 2]), 1)],
  [
    'topk',
    () => {
      const { values, indices } = tf.topk(floats([3]), 0);
      return [values, indices];
    },
  ],
  ['where', () => tf.where(tf.zeros([0], 'bool'), tf.zeros([0]), tf.ones([0]))],
  ['reverse', () => tf.reverse(tf.zeros([0, 2]))],
  [
    'resizeBilinear of no images',
    () => tf.image.resizeBilinear(tf.zeros([0, 3, 3, 1]) as tf.Tensor4D, [2, 2]),
  ],
];
