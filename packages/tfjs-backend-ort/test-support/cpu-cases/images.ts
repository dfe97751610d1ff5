import * as tf from '@tensorflow/tfjs-core';
import { combine, type CpuCase, image, integers } from './case.js';

/** TensorFlow's three ways to place pixels: alignCorners, halfPixelCenters. */
export const placements = [
  [false, false],
  [true, false],
  [false, true],
] as const;

/** Sizes before and after. */
export const sizes: [[number, number], [number, number]][] = [
  [
    [4, 4],
    [8, 8],
  ],
  [
    [5, 3],
    [7, 11],
  ],
  [
    [7, 9],
    [3, 4],
  ],
  [
    [1, 1],
    [3, 2],
  ],
  [
    [6, 5],
    [1, 1],
  ],
  [
    [3, 8],
    [8, 3],
  ],
];

const named = ([alignCorners, halfPixelCenters]: (typeof placements)[number]): string =>
  alignCorners ? ', corners aligned' : halfPixelCenters ? ', half pixels' : '';

const boxes = () =>
  tf.tensor2d(
    [
      [0, 0, 1, 1],
      [0.2, 0.1, 0.7, 0.9],
      [0.9, 1, 0.1, 0],
      [-0.5, 0.2, 0.5, 1.5],
      [0.3, 0.3, 0.3, 0.3],
    ],
    [5, 4],
  );
const ofImages = () => tf.tensor1d([0, 1, 1, 0, 7], 'int32');

/** Operations on images. */
export const imageCases: CpuCase[] = [
  ...combine(sizes, placements, ([from, to], placement) => [
    `resizeBilinear [${from}] to [${to}]${named(placement)}`,
    () => tf.image.resizeBilinear(image([2, ...from, 3]), to, ...placement),
  ]),
  ...combine(sizes, placements, ([from, to], placement) => [
    `resizeNearestNeighbor [${from}] to [${to}]${named(placement)}`,
    () => tf.image.resizeNearestNeighbor(image([2, ...from, 3]), to, ...placement),
  ]),
  [
    'resizeBilinear of int32',
    () => tf.image.resizeBilinear(integers([1, 3, 3, 2]) as tf.Tensor4D, [5, 4]),
  ],
  [
    'resizeNearestNeighbor of int32',
    () => tf.image.resizeNearestNeighbor(integers([1, 3, 3, 2]) as tf.Tensor4D, [5, 4]),
  ],
  [
    'resizeBilinear of NaN and infinities',
    () =>
      tf.image.resizeBilinear(
        tf.tensor4d([1, 2, NaN, 4, 5, 6, Infinity, 8, 9], [1, 3, 3, 1]),
        [5, 5],
      ),
  ],
  [
    'gradient of resizeBilinear, one square image',
    () =>
      tf.grad((x) => tf.image.resizeBilinear(x as tf.Tensor4D, [7, 5], true))(
        image([1, 4, 4, 3]),
        image([1, 7, 5, 3], 1),
      ),
  ],
  [
    'gradient of resizeNearestNeighbor, one image',
    () =>
      tf.grad((x) => tf.image.resizeNearestNeighbor(x as tf.Tensor4D, [9, 8]))(
        image([1, 4, 5, 3]),
        image([1, 9, 8, 3], 1),
      ),
  ],
  ...combine(
    ['bilinear', 'nearest'] as const,
    [
      [3, 4],
      [1, 5],
      [6, 1],
      [1, 1],
    ] as [number, number][],
    (method, cropSize) => [
      `cropAndResize to [${cropSize}], ${method}`,
      () =>
        tf.image.cropAndResize(image([2, 5, 7, 3]), boxes(), ofImages(), cropSize, method, 0.25),
    ],
  ),
  [
    'cropAndResize of int32',
    () =>
      tf.image.cropAndResize(integers([2, 4, 4, 1]) as tf.Tensor4D, boxes(), ofImages(), [3, 3]),
  ],
  ['flipLeftRight', () => tf.image.flipLeftRight(image([2, 3, 5, 2]))],
  ['rotateWithOffset', () => tf.image.rotateWithOffset(image([1, 5, 5, 1]), 0.3, 0.5, 0.5)],
  ['grayscaleToRGB', () => tf.image.grayscaleToRGB(image([2, 3, 3, 1]))],
  [
    'conv2d of one row',
    () => tf.conv2d(image([2, 1, 9, 3]), image([1, 3, 3, 5], 1), [1, 2], 'same'),
  ],
  [
    'conv2d of odd sizes, uneven strides',
    () => tf.conv2d(image([1, 7, 5, 1]), image([3, 2, 1, 3], 1), [2, 3], 'valid'),
  ],
  ['conv2d, NCHW', () => tf.conv2d(image([1, 3, 5, 5]), image([3, 3, 3, 2], 1), 1, 'same', 'NCHW')],
  [
    'depthwiseConv2d',
    () => tf.depthwiseConv2d(image([1, 5, 5, 3]), image([3, 3, 3, 2], 1), 1, 'same'),
  ],
  [
    'separableConv2d',
    () =>
      tf.separableConv2d(
        image([1, 5, 5, 3]),
        image([3, 3, 3, 2], 1),
        image([1, 1, 6, 4], 2),
        1,
        'same',
      ),
  ],
  ['localResponseNormalization', () => tf.localResponseNormalization(image([1, 3, 3, 7]), 2)],
  [
    'batchNorm',
    () =>
      tf.batchNorm(
        image([2, 3, 3, 5]),
        tf.zeros([5]),
        tf.ones([5]),
        tf.fill([5], 2),
        tf.fill([5], 3),
      ),
  ],
  [
    'moments of images',
    () => {
      const { mean, variance } = tf.moments(image([2, 3, 5, 3]), [1, 2]);
      return [mean, variance];
    },
  ],
  [
    'dilation2d',
    () =>
      tf.dilation2d(
        image([1, 5, 5, 2]),
        tf.reshape(image([1, 2, 2, 2], 1), [2, 2, 2]) as tf.Tensor3D,
        1,
        'valid',
      ),
  ],
];
