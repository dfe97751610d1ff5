import type { Use } from '../graph/graph.js';
import type { ConvolutionAttributes } from './convolution-attributes.js';
import type { Lowering } from './lowering.js';
import { lowerBlockedFilterGradient } from './blocked-filter-gradient.js';
import { packPixels, viewed } from './packing.js';
import { blockGrid, phaseImages, pixelTaps } from './taps.js';

/** Channels below which all taps go into one matrix product. */
const NARROW = 16;
/** Output pixels from which channels are long enough to be cut one by one. */
const LARGE = 32 * 32;

/**
 * The gradient of a convolution's filter, [kh, kw, I, O]: the product of what each tap sees of
 * the input with the output's gradient, over all pixels. Which form is fastest was measured on
 * two cores (AVX2).
 */
export function lowerFilterGradient(
  lowering: Lowering,
  x: Use,
  dy: Use,
  attributes: ConvolutionAttributes,
): string {
  const [batch, height, width, outputs] = attributes.output;
  // Less is moved to make one product of what all taps see than to turn round a filter so large.
  if (batch * height * width < outputs) return byPixels(lowering, x, dy, attributes);
  const packing = packPixels(lowering, attributes);
  const { input, output } = packing.attributes;
  const [image, gradient] = [viewed(x, input), viewed(dy, output)];
  const blocked = lowerBlockedFilterGradient(lowering, image, gradient, packing.attributes);
  if (blocked) return packing.unpack(blocked);
  const isLarge = height * width >= LARGE;
  return (isLarge ? byChannels : byPixels)(lowering, x, dy, attributes);
}

function byPixels(lowering: Lowering, x: Use, dy: Use, attributes: ConvolutionAttributes): string {
  const { kernel, strides, input, output } = attributes;
  const positions = output[0] * output[1] * output[2];
  const gradient = lowering.plain({ value: dy.value, shape: [positions, output[3]] });
  const multiply = (pixels: string): string =>
    lowering.builder.node('Gemm', [pixels, gradient], { transA: 1 });
  const taps = pixelTaps(lowering, x, attributes);
  // What is smaller is put together: what the taps see, or the products.
  const product =
    positions < output[3]
      ? multiply(lowering.concat(taps, 1))
      : lowering.concat(taps.map(multiply), 0);
  const columns = Math.ceil(kernel[1] / strides[1]) * strides[1];
  const filter = lowering.reshape(product, [kernel[0], columns, input[3], output[3]]);
  return columns > kernel[1] ? lowering.slice(filter, [1], [0], [kernel[1]]) : filter;
}

/**
 * Lays the output's gradient on the grid of the padded input, zeros where there is no output.
 * A tap is then a shift of one against the other along flat channels: what a shift moves across
 * the edge of a row meets a zero.
 */
function byChannels(
  lowering: Lowering,
  x: Use,
  dy: Use,
  attributes: ConvolutionAttributes,
): string {
  const { builder } = lowering;
  const { kernel, strides, input, output } = attributes;
  const [, outHeight, outWidth, outputs] = output;
  const inputs = input[3];
  const { rows, columns } = blockGrid(attributes);
  const length = output[0] * rows * columns;
  const images = phaseImages(lowering, x, attributes);
  const gradient = lowering.reshape(
    lowering.pad(
      lowering.channelMajor(dy),
      [0, 0, 0, 0],
      [0, 0, rows - outHeight, columns - outWidth],
    ),
    [outputs, length],
  );
  const taps = Array.from({ length: kernel[0] * kernel[1] }, (_, tap) => {
    const [tapY, tapX] = [Math.floor(tap / kernel[1]), tap % kernel[1]];
    return {
      image: images[(tapY % strides[0]) * strides[1] + (tapX % strides[1])]!,
      offset: Math.floor(tapY / strides[0]) * columns + Math.floor(tapX / strides[1]),
    };
  });
  const reach = taps.at(-1)!.offset;
  const multiply = (a: string, b: string): string => builder.node('Gemm', [a, b], { transB: 1 });

  if (outputs < NARROW && outputs < inputs && images.length === 1) {
    // Fewer numbers move if the gradient is shifted: a layer that makes RGB has 3 channels there.
    const preceded = lowering.pad(gradient, [0, reach], [0, 0]);
    const shifted = taps.map(({ offset }) =>
      lowering.slice(preceded, [1], [reach - offset], [reach - offset + length]),
    );
    const shape = [taps.length, outputs, inputs];
    const product = lowering.reshape(multiply(lowering.concat(shifted, 0), images[0]!), shape);
    return lowering.reshape(lowering.permute(product, shape, [0, 2, 1]), [
      ...kernel,
      inputs,
      outputs,
    ]);
  }
  const cut = lowering.slice(gradient, [1], [0], [length - reach]);
  const shifted = taps.map(({ image, offset }) =>
    lowering.slice(image, [1], [offset], [offset + length - reach]),
  );
  const product =
    inputs < NARROW
      ? multiply(lowering.concat(shifted, 0), cut)
      : lowering.concat(
          shifted.map((image) => multiply(image, cut)),
          0,
        );
  return lowering.reshape(product, [...kernel, inputs, outputs]);
}
