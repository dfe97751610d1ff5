import * as tf from '@tensorflow/tfjs-core';

/**
 * In one dimension: which of the convolution's three taps are summed into each of the four taps of
 * the equivalent transposed convolution with stride 2.
 */
const SUMS = [
  [0, 0, 1],
  [0, 1, 1],
  [1, 1, 0],
  [1, 0, 0],
];

/** [16, 9]: the same in two dimensions. */
const TAP_SUMS = SUMS.flatMap((vertical) =>
  SUMS.map((horizontal) => vertical.flatMap((v) => horizontal.map((h) => v * h))),
);

/**
 * Nearest-neighbour doubling of [N, H, W, I] and a 3x3 'same' convolution with `kernel`
 * [3, 3, O, I]: [N, 2H, 2W, O].
 *
 * Several kernel taps read the same doubled pixel. With those taps summed, each of the four output
 * phases is a 2x2 convolution of the small image, and all four together are a transposed 4x4
 * convolution with stride 2: 16 multiplications for a 2x2 block of outputs instead of 36, in both
 * the forward and the backward pass.
 */
export function nearestUpsampleConv2d(x: tf.Tensor4D, kernel: tf.Tensor4D): tf.Tensor4D {
  return tf.tidy(() => {
    const [batch, height, width] = x.shape;
    const [, , filters, inputs] = kernel.shape;
    const summed = tf.matMul(
      tf.tensor2d(TAP_SUMS, [16, 9]),
      tf.reshape(kernel, [9, filters * inputs]),
    );
    const taps = tf.reshape(summed, [4, 4, filters, inputs]) as tf.Tensor4D;
    return tf.conv2dTranspose(x, taps, [batch, 2 * height, 2 * width, filters], 2, 'same');
  });
}
