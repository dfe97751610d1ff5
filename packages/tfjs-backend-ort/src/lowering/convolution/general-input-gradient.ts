import type { ConvolutionStrategy } from './strategy.js';

/** ONNX's own transposed convolution, in NCHW. */
export const lowerGeneralInputGradient: ConvolutionStrategy = (
  lowering,
  dy,
  filter,
  { kernel, strides, dilations, pads, input, output },
) => {
  const gradient = lowering.channelsFirst(dy);
  const weights = lowering.permute(lowering.plain(filter), filter.shape, [3, 2, 0, 1]);
  const outputPadding = [0, 1].map((axis) => {
    const span = (kernel[axis]! - 1) * dilations[axis]! + 1;
    const covered = (output[axis + 1]! - 1) * strides[axis]! + span;
    return input[axis + 1]! + pads[axis]! + pads[axis + 2]! - covered;
  });
  const name = lowering.builder.node('ConvTranspose', [gradient, weights], {
    kernel_shape: [...kernel],
    strides: [...strides],
    dilations: [...dilations],
    pads: [...pads],
    output_padding: outputPadding,
  });
  return { name, layout: 'channelsFirst' };
};
