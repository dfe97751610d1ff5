import * as tf from '@tensorflow/tfjs-core';
import { bools, combine, type CpuCase, floats, integers, tensors } from './case.js';

const dtypes = ['float32', 'int32', 'bool'] as const;
const strides: [number[], number[], number[], number[]][] = [
  [[7], [6], [0], [-2]],
  [[7], [-1], [-8], [-1]],
  [
    [3, 5],
    [2, 4],
    [0, 0],
    [-1, -3],
  ],
  [
    [3, 5],
    [0, 4],
    [3, -6],
    [2, -1],
  ],
  [
    [2, 3, 4, 5],
    [0, 2, 0, 4],
    [2, -4, 4, 1],
    [1, -1, 3, -2],
  ],
  [
    [4, 4],
    [1, 3],
    [1, 0],
    [1, -1],
  ],
];
const masks: [string, number, number, number, number, number][] = [
  ['begin', 3, 0, 0, 0, 0],
  ['end', 0, 3, 0, 0, 0],
  ['ellipsis', 0, 0, 1, 0, 0],
  ['new axis', 0, 0, 0, 1, 0],
  ['shrink', 0, 0, 0, 0, 2],
];
const indices = (values: number[]) => tf.tensor1d(values, 'int32');

/** Operations that move numbers without changing them: negative strides, odd axes, every dtype. */
export const arrangingCases: CpuCase[] = [
  ...combine(strides, dtypes, ([shape, begin, end, steps], dtype) => [
    `stridedSlice of ${dtype} [${shape}] by [${steps}]`,
    () => tf.stridedSlice(tensors[dtype](shape), begin, end, steps),
  ]),
  ...masks.map(([name, ...mask]): CpuCase => [
    `stridedSlice with a mask: ${name}`,
    () => tf.stridedSlice(floats([3, 4]), [1, 1], [3, 3], [1, 1], ...mask),
  ]),
  ...combine([[0], [1, 2], [-1], undefined], dtypes, (axis, dtype) => [
    `reverse of ${dtype} along ${axis}`,
    () => tf.reverse(tensors[dtype]([2, 3, 5]), axis),
  ]),
  ['reverse of images', () => tf.reverse(tf.relu(floats([2, 3, 4, 3])), [1, 2])],
  ['reverse of a number', () => tf.reverse(tf.scalar(3), [])],
  ...combine(['reflect', 'symmetric'] as const, dtypes, (mode, dtype) => [
    `mirrorPad of ${dtype}, ${mode}`,
    () =>
      tf.mirrorPad(
        tensors[dtype]([3, 4]),
        [
          [2, 1],
          [0, 3],
        ],
        mode,
      ),
  ]),
  [
    'mirrorPad of images',
    () =>
      tf.mirrorPad(
        floats([2, 5, 4, 3]),
        [
          [0, 0],
          [4, 1],
          [3, 3],
          [0, 0],
        ],
        'reflect',
      ),
  ],
  ['mirrorPad by the whole axis', () => tf.mirrorPad(floats([3]), [[3, 3]], 'symmetric')],
  ['mirrorPad by nothing', () => tf.mirrorPad(floats([3]), [[0, 0]], 'reflect')],
  [
    'gradient of mirrorPad',
    () => tf.grad((x) => tf.mirrorPad(x, [[1, 2]], 'reflect'))(floats([5]), floats([8], 1)),
  ],
  ...combine(
    dtypes,
    [
      [1, 1],
      [2, 3],
    ],
    (dtype, reps) => [`tile of ${dtype} by [${reps}]`, () => tf.tile(tensors[dtype]([3, 2]), reps)],
  ),
  ...combine(
    dtypes,
    [
      [2, 0, 1],
      [0, 2, 1],
    ],
    (dtype, perm) => [
      `transpose of ${dtype} to [${perm}]`,
      () => tf.transpose(tensors[dtype]([2, 3, 5]), perm),
    ],
  ),
  ['transpose of rank 6', () => tf.transpose(floats([2, 1, 3, 2, 1, 2]), [5, 3, 0, 1, 4, 2])],
  ...combine(dtypes, [0, 1, -1], (dtype, axis) => [
    `gather of ${dtype} along ${axis}`,
    () => tf.gather(tensors[dtype]([3, 4, 3]), indices([2, 0, 0, 1]), axis),
  ]),
  ['gather with a scalar index', () => tf.gather(floats([3, 4]), tf.scalar(1, 'int32'))],
  [
    'gather with a matrix of indices',
    () => tf.gather(floats([3, 4]), tf.tensor2d([0, 1, 2, 0], [2, 2], 'int32'), 1),
  ],
  [
    'gather in batches',
    () => tf.gather(floats([2, 3]), tf.tensor2d([0, 2, 1, 1], [2, 2], 'int32'), 1, 1),
  ],
  ['gatherND', () => tf.gatherND(floats([3, 4, 2]), tf.tensor2d([0, 1, 2, 3], [2, 2], 'int32'))],
  [
    'scatterND with equal indices',
    () => tf.scatterND(tf.tensor2d([1, 1, 3], [3, 1], 'int32'), floats([3]), [5]),
  ],
  [
    'tensorScatterUpdate',
    () => tf.tensorScatterUpdate(floats([5]), tf.tensor2d([1, 3], [2, 1], 'int32'), floats([2], 1)),
  ],
  ['oneHot of indices out of range', () => tf.oneHot(indices([-1, 0, 2, 3]), 3)],
  [
    'bincount beyond the size',
    () => tf.bincount(indices([1, 1, 7, 0]), floats([4]) as tf.Tensor1D, 3),
  ],
  ['unsortedSegmentSum', () => tf.unsortedSegmentSum(floats([4, 2]), indices([2, 0, 2, 1]), 3)],
  ['concat of float32 and int32', () => tf.concat([floats([2]), integers([3])])],
  ['concat of bool', () => tf.concat([bools([2, 2]), bools([2, 3], 1)], 1)],
  [
    'concat of many along a negative axis',
    () => tf.concat([floats([2, 3, 1]), floats([2, 3, 4], 1), floats([2, 3, 2], 2)], -1),
  ],
  [
    'concat of the same tensor',
    () => {
      const x = floats([3]);
      return tf.concat([x, x, x]);
    },
  ],
  ...combine(dtypes, [0, 1, -1], (dtype, axis) => [
    `stack of ${dtype} along ${axis}`,
    () => tf.stack([tensors[dtype]([3, 2]), tensors[dtype]([3, 2], 1)], axis),
  ]),
  ...combine(dtypes, [0, 2], (dtype, axis) => [
    `unstack of ${dtype} along ${axis}`,
    () => tf.unstack(tensors[dtype]([3, 1, 2]), axis),
  ]),
  ...dtypes.map((dtype): CpuCase => [
    `split of ${dtype}`,
    () => tf.split(tensors[dtype]([2, 7]), [1, 4, 2], 1),
  ]),
  ['split with a rest', () => tf.split(floats([7]), [2, -1, 1])],
  ['slice to the end', () => tf.slice(integers([3, 5]), [1, 2], [-1, -1])],
  ['slice of one number', () => tf.slice(floats([3, 5]), [2, 4], [1, 1])],
  [
    'pad by different sizes',
    () =>
      tf.pad(
        floats([2, 3]),
        [
          [0, 2],
          [3, 0],
        ],
        -7,
      ),
  ],
  [
    'pad of int32',
    () =>
      tf.pad(integers([2, 3]), [
        [1, 0],
        [0, 1],
      ]),
  ],
  [
    'spaceToBatchND',
    () =>
      tf.spaceToBatchND(
        floats([1, 4, 6, 2]),
        [2, 3],
        [
          [0, 0],
          [0, 0],
        ],
      ),
  ],
  ['depthToSpace', () => tf.depthToSpace(floats([1, 3, 5, 8]) as tf.Tensor4D, 2)],
  ['broadcastTo', () => tf.broadcastTo(floats([3, 1]), [2, 3, 4])],
  ['broadcastTo of bool', () => tf.broadcastTo(bools([3, 1]), [3, 4])],
  [
    'reshape of a reshaped and transposed tensor',
    () => tf.reshape(tf.transpose(tf.reshape(floats([2, 6]), [3, 4])), [-1]),
  ],
  ['squeeze and expandDims', () => tf.expandDims(tf.squeeze(floats([1, 3, 1])), 1)],
  [
    'unique of ties',
    () => {
      const { values, indices } = tf.unique(indices_());
      return [values, indices];
    },
  ],
  ['linspace', () => tf.linspace(-1, 1, 7)],
  ['range backwards', () => tf.range(5, -3, -2, 'int32')],
  ['eye, not square', () => tf.eye(2, 3)],
  ['diag', () => tf.diag(floats([3]))],
  ['fill of int32', () => tf.fill([2, 3], -7, 'int32')],
  ['zerosLike and onesLike of bool', () => [tf.zerosLike(bools([3])), tf.onesLike(bools([3]))]],
  ['onesLike of int32', () => tf.onesLike(integers([2, 2]))],
  ['matMul of odd sizes', () => tf.matMul(floats([1, 7]), floats([7, 3], 1))],
  ['matMul of batches, broadcast', () => tf.matMul(floats([1, 3, 5]), floats([4, 5, 2], 1))],
  ['matMul of vectors', () => tf.dot(floats([5]), floats([5], 1))],
  ['matMul of int32', () => tf.matMul(integers([2, 3]), integers([3, 2], 1))],
  [
    'outerProduct',
    () => tf.outerProduct(floats([3]) as tf.Tensor1D, floats([2], 1) as tf.Tensor1D),
  ],
  ['einsum', () => tf.einsum('ij,kj->ik', floats([2, 3]), floats([4, 3], 1))],
];

function indices_(): tf.Tensor1D {
  return indices([3, 1, 3, 3, 0, 1]);
}
