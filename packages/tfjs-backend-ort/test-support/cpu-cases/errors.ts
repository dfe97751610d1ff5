import * as tf from '@tensorflow/tfjs-core';
import { floats, image, integers } from './case.js';

/** Calls that throw. */
export const refused: [name: string, build: () => unknown][] = [
  ['shapes that do not broadcast', () => tf.add(floats([2, 3]), floats([4]))],
  ['a product of matrices that do not match', () => tf.matMul(floats([2, 3]), floats([2, 3]))],
  ['a concatenation of different shapes', () => tf.concat([floats([2, 3]), floats([2, 4])])],
  ['a stack of different shapes', () => tf.stack([floats([2]), floats([3])])],
  ['a reshape to another size', () => tf.reshape(floats([2, 3]), [4])],
  ['a slice beyond the end', () => tf.slice(floats([3]), [2], [2])],
  ['a stride of 0', () => tf.stridedSlice(floats([3]), [0], [3], [0])],
  ['a split into unequal parts', () => tf.split(floats([7]), 2)],
  ['an axis that does not exist', () => tf.max(floats([2, 3]), 2)],
  ['argMax along an axis that does not exist', () => tf.argMax(floats([2, 3]), 2)],
  ['topk of more than there are', () => tf.topk(floats([3]), 4)],
  ['a reflection of the whole axis', () => tf.mirrorPad(floats([3]), [[3, 0]], 'reflect')],
  [
    'resizing with both alignCorners and halfPixelCenters',
    () => tf.image.resizeBilinear(image([1, 2, 2, 1]), [3, 3], true, true),
  ],
  [
    'boxes of three coordinates',
    () =>
      tf.image.cropAndResize(
        image([1, 2, 2, 1]),
        floats([1, 3]) as tf.Tensor2D,
        integers([1], 0, 0) as tf.Tensor1D,
        [2, 2],
      ),
  ],
  [
    'channels that a filter does not have',
    () => tf.conv2d(image([1, 4, 4, 3]), image([3, 3, 2, 1]), 1, 'same'),
  ],
  ['an index out of range', () => tf.gather(floats([3]), tf.tensor1d([3], 'int32'))],
  [
    'an index out of range in two dimensions',
    () => tf.gatherND(floats([2, 2]), tf.tensor2d([[2, 0]], [1, 2], 'int32')),
  ],
  ['a dtype that an operation does not accept', () => tf.logicalAnd(floats([2]), floats([2]))],
  [
    "an error in the caller's code",
    () => {
      throw new Error('a fault in a loss');
    },
  ],
  [
    'a gradient of shapes that do not broadcast',
    () => tf.grad((x) => tf.add(x, floats([2, 9])))(floats([2, 3])),
  ],
];
