import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { read } from '../test-support/read.js';
import { useOrt } from '../test-support/use-ort.js';
import { channelBlock } from './engine/channel-block.js';

const int32 = (...values: number[]) => tf.tensor1d(values, 'int32');
const ones = (shape: [number, number, number, number]) => tf.ones(shape) as tf.Tensor4D;

/** An image [1,16,32,channels] of zeros except for one number, convolved with ones. */
function convolvedDot(dot: number, channels: number): tf.Tensor4D {
  const values = new Float32Array(16 * 32 * channels);
  values[(32 + 10) * channels] = dot;
  const image = tf.tensor4d(values, [1, 16, 32, channels]);
  return tf.conv2d(image, ones([3, 3, channels, channels]), 1, 'same');
}

useOrt();

type Difference = [name: string, build: () => tf.Tensor, cpu: number[], ort: number[]];

/** Differences on processors with blocks of channels. */
const inBlocks = (block: number): Difference[] => [
  ['conv2d of infinities', () => tf.any(tf.isNaN(convolvedDot(Infinity, block / 2))), [0], [1]],
  [
    'maxPool of NaN after a convolution',
    () => tf.any(tf.isNaN(tf.maxPool(convolvedDot(NaN, block), 2, 2, 'valid'))),
    [0],
    [1],
  ],
];

/** The rows of the README's table of differences: results of the cpu backend and of this one. */
const differences: Difference[] = [
  ['signs of 0: relu', () => tf.relu(tf.tensor1d([-0])), [0], [-0]],
  ['signs of 0: round', () => tf.round(tf.tensor1d([-0.5])), [0], [-0]],
  ['near 0: sigmoid', () => tf.greater(tf.sigmoid(-30), 0), [1], [0]],
  ['near 0: elu', () => tf.less(tf.elu(-1e-8), 0), [1], [0]],
  ['near 0: step', () => tf.greaterEqual(tf.step(1e-39), 1), [1], [0]],
  ['sums in float32', () => tf.sum(tf.tensor1d([1e8, 1, 1, 1, -1e8])), [3], [0]],
  ['products in float32', () => tf.prod(tf.tensor1d([1e20, 1e20, 0])), [0], [NaN]],
  ['int32: mul', () => tf.mul(int32(2147483647), int32(2147483647)), [0], [1]],
  ['int32: square', () => tf.square(int32(4097)), [16785408], [16785409]],
  ['int32: abs', () => tf.abs(int32(-16777217)), [16777216], [16777217]],
  [
    'pow of 1',
    () => tf.pow(tf.tensor1d([1, 1, -1]), tf.tensor1d([NaN, Infinity, Infinity])),
    [NaN, NaN, NaN],
    [1, 1, 1],
  ],
  ['argMax, NaN first', () => tf.argMax(tf.tensor1d([NaN, 1, 5])), [0], [2]],
  ['argMin, NaN first', () => tf.argMin(tf.tensor1d([NaN, 1, 5])), [0], [1]],
  [
    'topk of infinities',
    () => tf.topk(tf.tensor1d([-Infinity, 3, Infinity]), 2).values,
    [Infinity, -Infinity],
    [Infinity, 3],
  ],
  [
    'topk of NaN',
    () => tf.topk(tf.tensor1d([1, NaN, 3, NaN, 2]), 3).values,
    [3, 2, 1],
    [NaN, 3, 2],
  ],
  [
    'maxPool of windows of NaN',
    () => tf.isFinite(tf.maxPool(tf.fill([1, 1, 1, 1], NaN) as tf.Tensor4D, 1, 1, 'valid')),
    [0],
    [1],
  ],
  [
    'cropAndResize of a box of NaN',
    () =>
      tf.image.cropAndResize(
        ones([1, 2, 2, 1]),
        tf.tensor2d([0, NaN, 1, 1], [1, 4]),
        int32(0),
        [1, 1],
      ),
    [NaN],
    [0],
  ],
  [
    'topk unsorted',
    () => tf.topk(tf.tensor1d([1, 5, 3, 4, 2]), 4, false).values,
    [4, 5, 3, 2],
    [5, 4, 3, 2],
  ],
  [
    'gradient of resizeBilinear, half pixels',
    () =>
      tf.grad((x) => tf.image.resizeBilinear(x as tf.Tensor4D, [4, 4], false, true))(
        ones([1, 2, 2, 1]),
        tf.tensor4d([0, 1, ...new Array<number>(14).fill(0)], [1, 4, 4, 1]),
      ),
    [0.5, 0.5, 0, 0],
    [0.75, 0.25, 0, 0],
  ],
  [
    'gradient of a resizing, infinities',
    () =>
      tf.isNaN(
        tf.grad((x) => tf.image.resizeNearestNeighbor(x as tf.Tensor4D, [1, 2]))(
          ones([1, 1, 2, 1]),
          tf.tensor4d([Infinity, 0], [1, 1, 2, 1]),
        ),
      ),
    [0, 0],
    [0, 1],
  ],
  [
    'gradient of resizeNearestNeighbor, a batch',
    () =>
      tf.grad((x) => tf.image.resizeNearestNeighbor(x as tf.Tensor4D, [2, 2]))(
        ones([2, 1, 1, 1]),
        tf.tensor4d([1, 1, 1, 1, 2, 2, 2, 2], [2, 2, 2, 1]),
      ),
    [4, 5],
    [4, 8],
  ],
];

describe('differences from the cpu backend in the README', () => {
  it.each([...differences, ...(channelBlock() > 1 ? inBlocks(channelBlock()) : [])])(
    '%s',
    async (_, build, cpu, ort) => {
      for (const [backend, expected] of [
        ['cpu', cpu],
        ['ort', ort],
      ] as const) {
        await tf.setBackend(backend);
        expect(read(build())).toEqual(expected);
      }
    },
  );
});
