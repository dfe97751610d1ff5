import type { Use } from '../graph/graph.js';
import type { ConvolutionAttributes } from '../kernels/convolution.js';
import type { Lowering } from './lowering.js';
import { channelTaps, pixelTaps } from './taps.js';

/** Channels below which all taps go into one matrix product. */
const NARROW = 16;
/** Output pixels from which rows of pixels are long enough to work channel by channel. */
const LARGE = 32 * 32;

/**
 * The gradient of a convolution's filter, [kh, kw, I, O]: the product of what each tap sees of
 * the input with the output's gradient, over all pixels. Which of the three forms is fastest was
 * measured on two cores (AVX2).
 */
export function lowerFilterGradient(
  lowering: Lowering,
  x: Use,
  dy: Use,
  attributes: ConvolutionAttributes,
): string {
  const { strides, input, output } = attributes;
  const isLarge = output[1] * output[2] >= LARGE;
  const isUnit = strides[0] === 1 && strides[1] === 1;
  const isNarrow = output[3] < NARROW && output[3] < input[3];
  if (isLarge && isUnit && isNarrow && border(attributes).every((size) => size >= 0)) {
    return ofShiftedGradient(lowering, x, dy, attributes);
  }
  return isLarge ? byChannels(lowering, x, dy, attributes) : byPixels(lowering, x, dy, attributes);
}

function byPixels(lowering: Lowering, x: Use, dy: Use, attributes: ConvolutionAttributes): string {
  const { kernel, strides, input, output } = attributes;
  const positions = output[0] * output[1] * output[2];
  const gradient = lowering.plain({ value: dy.value, shape: [positions, output[3]] });
  const products = pixelTaps(lowering, x, attributes).map((taps) =>
    lowering.builder.node('Gemm', [taps, gradient], { transA: 1 }),
  );
  const columns = Math.ceil(kernel[1] / strides[1]) * strides[1];
  const filter = lowering.reshape(lowering.concat(products, 0), [
    kernel[0],
    columns,
    input[3],
    output[3],
  ]);
  return columns > kernel[1] ? lowering.slice(filter, [1], [0], [kernel[1]]) : filter;
}

function byChannels(
  lowering: Lowering,
  x: Use,
  dy: Use,
  attributes: ConvolutionAttributes,
): string {
  const { kernel, input, output } = attributes;
  const positions = output[0] * output[1] * output[2];
  const gradient = lowering.reshape(lowering.channelMajor(dy), [output[3], positions]);
  const taps = channelTaps(lowering, x, attributes);
  const multiply = (matrix: string): string =>
    lowering.builder.node('Gemm', [matrix, gradient], { transB: 1 });
  const product =
    input[3] < NARROW ? multiply(lowering.concat(taps, 0)) : lowering.concat(taps.map(multiply), 0);
  return lowering.reshape(product, [...kernel, input[3], output[3]]);
}

/** How much zero border the output's gradient needs so that every shift of it covers the input. */
function border({ kernel, pads, input, output }: ConvolutionAttributes): number[] {
  const [top, left] = [kernel[0] - 1 - pads[0], kernel[1] - 1 - pads[1]];
  return [top, left, input[1] - output[1] + pads[0], input[2] - output[2] + pads[1]];
}

/** Shifts the output's gradient instead: a layer that makes RGB has 3 channels there. */
function ofShiftedGradient(
  lowering: Lowering,
  x: Use,
  dy: Use,
  attributes: ConvolutionAttributes,
): string {
  const { kernel, input, output } = attributes;
  const [batch, height, width, inputs] = input;
  const [kernelY, kernelX] = kernel;
  const [top, left, bottom, right] = border(attributes) as [number, number, number, number];
  const padded = lowering.pad(lowering.channelMajor(dy), [0, 0, top, left], [0, 0, bottom, right]);
  const positions = batch * height * width;
  const taps: string[] = [];
  for (let y = kernelY - 1; y >= 0; y--) {
    for (let column = kernelX - 1; column >= 0; column--) {
      const shifted = lowering.slice(padded, [2, 3], [y, column], [y + height, column + width]);
      taps.push(lowering.reshape(shifted, [output[3], positions]));
    }
  }
  const image = lowering.reshape(lowering.channelMajor(x), [inputs, positions]);
  const product = lowering.builder.node('Gemm', [lowering.concat(taps, 0), image], { transB: 1 });
  const shape = [kernelY * kernelX, output[3], inputs];
  const filter = lowering.permute(lowering.reshape(product, shape), shape, [0, 2, 1]);
  return lowering.reshape(filter, [kernelY, kernelX, inputs, output[3]]);
}
