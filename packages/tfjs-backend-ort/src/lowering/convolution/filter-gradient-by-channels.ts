import type { ConvolutionStrategy } from './strategy.js';
import { blockGrid, phaseImages } from './taps.js';

/** With fewer channels than this, all taps go into one matrix product. */
const NARROW = 16;
/** With this many output pixels or more, channels are long enough to be cut one by one. */
const LARGE = 32 * 32;

/**
 * The filter gradient of large images, [kh, kw, I, O]: matrix products over flat channels. The
 * output gradient is laid on the grid of the padded input, with zeros where there is no output.
 * Each tap is then a shift of one against the other; values that a shift moves across the edge of
 * a row meet a zero.
 */
export const lowerFilterGradientByChannels: ConvolutionStrategy = (lowering, x, dy, attributes) => {
  const { builder } = lowering;
  const { kernel, strides, input, output } = attributes;
  const [batch, outHeight, outWidth, outputs] = output;
  if (outHeight * outWidth < LARGE) return undefined;
  const inputs = input[3];
  const { rows, columns } = blockGrid(attributes);
  const length = batch * rows * columns;
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
    // Shifting the gradient moves fewer numbers: it has 3 channels in a layer that makes RGB.
    const preceded = lowering.pad(gradient, [0, reach], [0, 0]);
    const shifted = taps.map(({ offset }) =>
      lowering.slice(preceded, [1], [reach - offset], [reach - offset + length]),
    );
    const shape = [taps.length, outputs, inputs];
    const product = lowering.reshape(multiply(lowering.concat(shifted, 0), images[0]!), shape);
    const name = lowering.reshape(lowering.permute(product, shape, [0, 2, 1]), [
      ...kernel,
      inputs,
      outputs,
    ]);
    return { name, layout: 'plain' };
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
  return { name: lowering.reshape(product, [...kernel, inputs, outputs]), layout: 'plain' };
};
