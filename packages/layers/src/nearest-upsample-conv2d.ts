import * as tf from '@tensorflow/tfjs-core';
import { withoutTape } from './without-tape.js';

type Padding = [[number, number], [number, number], [number, number], [number, number]];

/** Each output phase (row parity, column parity) reads a 2x2 window that starts up or left of it, or not. */
const PHASES = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
] as const;

/** In one dimension: the even phase sees {tap 0}, {taps 1 and 2}; the odd one {taps 0 and 1}, {tap 2}. */
const ROW_SUMS = [
  [
    [1, 0, 0],
    [0, 1, 1],
  ],
  [
    [1, 1, 0],
    [0, 0, 1],
  ],
] as const;

/** [16, 9]: which of the nine taps fall on each of the four window positions of each phase. */
const TAP_SUMS = PHASES.flatMap(([row, column]) =>
  ROW_SUMS[row].flatMap((vertical) =>
    ROW_SUMS[column].flatMap((horizontal) => vertical.flatMap((v) => horizontal.map((h) => v * h))),
  ),
);

/**
 * Nearest-neighbour doubling of [N, H, W, I] and a 3x3 'same' convolution with `kernel` [3, 3, I, O]:
 * [N, 2H, 2W, O].
 *
 * Doubled pixels meet several kernel taps at once, so each of the four output phases is a 2x2
 * convolution of the *small* image with summed taps: 16 multiplications for a 2x2 block of outputs
 * instead of 36, forward and backward.
 */
export function nearestUpsampleConv2d(x: tf.Tensor4D, kernel: tf.Tensor4D): tf.Tensor4D {
  return tf.tidy(() => {
    const [, , inputs, filters] = kernel.shape;
    const kernels = withoutTape(() => phaseKernels(kernel));
    const upsample = tf.customGrad((...parameters) => {
      const [image, , save] = parameters as [tf.Tensor4D, tf.Tensor4D, tf.GradSaveFunc];
      const phases = kernels.map((taps, phase) => tf.conv2d(image, taps, 1, phasePadding(phase)));
      save([image, ...kernels]);
      return {
        value: tf.depthToSpace(tf.concat(phases, 3), 2, 'NHWC'),
        gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
          const [savedImage, ...savedKernels] = saved as [tf.Tensor4D, ...tf.Tensor4D[]];
          const phaseGradients = splitPhases(dy as tf.Tensor4D);
          return [
            inputGradient(savedImage.shape, phaseGradients, savedKernels),
            kernelGradient(savedImage, phaseGradients, inputs, filters),
          ];
        },
      };
    });
    return upsample(x, kernel) as tf.Tensor4D;
  });
}

/** Four [2, 2, I, O] kernels, the rows of one small matrix product. */
function phaseKernels(kernel: tf.Tensor4D): tf.Tensor4D[] {
  const [, , inputs, filters] = kernel.shape;
  const summed = tf.matMul(
    tf.tensor2d(TAP_SUMS, [16, 9]),
    tf.reshape(kernel, [9, inputs * filters]),
  );
  return tf
    .split(summed, 4, 0)
    .map((phase) => tf.reshape(phase, [2, 2, inputs, filters]) as tf.Tensor4D);
}

function phasePadding(phase: number): Padding {
  const [row, column] = PHASES[phase] ?? PHASES[0];
  return [
    [0, 0],
    [1 - row, row],
    [1 - column, column],
    [0, 0],
  ];
}

/** Every second pixel of every second row of [N, 2H, 2W, O], for each phase: four times [N, H, W, O]. */
function splitPhases(x: tf.Tensor4D): tf.Tensor4D[] {
  return PHASES.map(
    ([row, column]) =>
      tf.stridedSlice(x, [0, row, column, 0], x.shape, [1, 2, 2, 1]) as tf.Tensor4D,
  );
}

function inputGradient(
  shape: tf.Tensor4D['shape'],
  phaseGradients: tf.Tensor4D[],
  kernels: tf.Tensor4D[],
): tf.Tensor4D {
  const parts = phaseGradients.map((dy, phase) =>
    convolutionInputGradient(shape, dy, kernels[phase] as tf.Tensor4D, phasePadding(phase)),
  );
  return parts.reduce((sum, part) => tf.add(sum, part));
}

function kernelGradient(
  image: tf.Tensor4D,
  phaseGradients: tf.Tensor4D[],
  inputs: number,
  filters: number,
): tf.Tensor4D {
  const parts = phaseGradients.map((dy, phase) => {
    const gradient = convolutionKernelGradient(
      image,
      dy,
      [2, 2, inputs, filters],
      phasePadding(phase),
    );
    return tf.reshape(gradient, [4, inputs * filters]);
  });
  const spread = tf.matMul(
    tf.tensor2d(TAP_SUMS, [16, 9]),
    tf.concat(parts, 0) as tf.Tensor2D,
    true,
    false,
  );
  return tf.reshape(spread, [3, 3, inputs, filters]);
}

// tfjs exports the kernels of a convolution's two gradients, but no function for them.
function convolutionInputGradient(
  inputShape: tf.Tensor4D['shape'],
  dy: tf.Tensor4D,
  filter: tf.Tensor4D,
  pad: Padding,
): tf.Tensor4D {
  return tf
    .engine()
    .runKernel(
      tf.Conv2DBackpropInput,
      { dy, filter },
      { strides: 1, pad, dataFormat: 'NHWC', inputShape },
    ) as tf.Tensor4D;
}

function convolutionKernelGradient(
  x: tf.Tensor4D,
  dy: tf.Tensor4D,
  filterShape: [number, number, number, number],
  pad: Padding,
): tf.Tensor4D {
  return tf
    .engine()
    .runKernel(
      tf.Conv2DBackpropFilter,
      { x, dy },
      { strides: 1, pad, dataFormat: 'NHWC', filterShape },
    ) as tf.Tensor4D;
}
