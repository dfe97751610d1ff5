import type { ConvolutionStrategy } from './strategy.js';

/**
 * The input gradient of a convolution with stride 1 and without dilation: a convolution of the
 * output gradient with the kernel rotated by 180°, in NCHW.
 */
export const lowerTurnedInputGradient: ConvolutionStrategy = (
  lowering,
  dy,
  filter,
  { kernel, strides, dilations, pads },
) => {
  if ([...strides, ...dilations].some((n) => n !== 1)) return undefined;
  const { builder } = lowering;
  const gradient = lowering.channelsFirst(dy);
  const [height, width] = kernel;
  const count = height * width;
  const [inputs, outputs] = filter.shape.slice(2) as [number, number];
  const taps = lowering.plain({ value: filter.value, shape: [count, inputs, outputs] });
  const backwards = Array.from({ length: count }, (_, tap) => count - 1 - tap);
  const turned = builder.node('Gather', [taps, builder.integers(backwards)], { axis: 0 });
  const weights = lowering.reshape(lowering.permute(turned, [count, inputs, outputs], [1, 2, 0]), [
    inputs,
    outputs,
    height,
    width,
  ]);
  const [top, left, bottom, right] = pads;
  const name = builder.node('Conv', [gradient, weights], {
    kernel_shape: [...kernel],
    pads: [height - 1 - top, width - 1 - left, height - 1 - bottom, width - 1 - right],
  });
  return { name, layout: 'channelsFirst' };
};
