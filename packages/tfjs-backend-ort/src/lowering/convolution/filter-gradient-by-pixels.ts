import type { Use } from '../../graph/graph.js';
import type { Lowering } from '../lowering.js';
import type { ConvolutionAttributes } from './convolution-attributes.js';
import type { ConvolutionStrategy, LoweredTensor } from './strategy.js';
import { pixelTaps } from './taps.js';

/** The number of pixels of the output, N·H·W. */
const pixelsOf = ({ output: [batch, height, width] }: ConvolutionAttributes): number =>
  batch * height * width;

/**
 * The filter gradient where the output has fewer pixels than channels, as one matrix product:
 * concatenating the pixels that all taps read moves fewer numbers than reordering a filter this
 * large.
 */
export const lowerFilterGradientOfFewPixels: ConvolutionStrategy = (lowering, x, dy, attributes) =>
  pixelsOf(attributes) < attributes.output[3]
    ? multiply(lowering, x, dy, attributes, (taps, product) => product(lowering.concat(taps, 1)))
    : undefined;

/** The filter gradient as one matrix product per row of taps. */
export const lowerFilterGradientByPixels: ConvolutionStrategy = (lowering, x, dy, attributes) =>
  multiply(lowering, x, dy, attributes, (taps, product) => lowering.concat(taps.map(product), 0));

/**
 * The product of the pixels that the taps read with the output gradient, over all pixels; `combine`
 * makes it of one matrix product or of several. The result is [kh, kw, I, O].
 */
function multiply(
  lowering: Lowering,
  x: Use,
  dy: Use,
  attributes: ConvolutionAttributes,
  combine: (taps: string[], product: (pixels: string) => string) => string,
): LoweredTensor {
  const { kernel, strides, input, output } = attributes;
  const gradient = lowering.plain({
    value: dy.value,
    shape: [pixelsOf(attributes), output[3]],
  });
  const product = combine(pixelTaps(lowering, x, attributes), (pixels) =>
    lowering.builder.node('Gemm', [pixels, gradient], { transA: 1 }),
  );
  const columns = Math.ceil(kernel[1] / strides[1]) * strides[1];
  const filter = lowering.reshape(product, [kernel[0], columns, input[3], output[3]]);
  const name = columns > kernel[1] ? lowering.slice(filter, [1], [0], [kernel[1]]) : filter;
  return { name, layout: 'plain' };
}
