import type { ConvolutionStrategy } from './strategy.js';

/** ONNX's own convolution, in NCHW. */
export const lowerGeneralConvolution: ConvolutionStrategy = (lowering, x, filter, attributes) => {
  const { kernel, strides, dilations, pads } = attributes;
  const weights = lowering.permute(lowering.plain(filter), filter.shape, [3, 2, 0, 1]);
  const name = lowering.builder.node('Conv', [lowering.channelsFirst(x), weights], {
    kernel_shape: [...kernel],
    strides: [...strides],
    dilations: [...dilations],
    pads: [...pads],
  });
  return { name, layout: 'channelsFirst' };
};
