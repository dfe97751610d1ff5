import type { Lowering } from '../lowering.js';
import { convolveBlocks } from './blocked-convolution.js';
import { inputGradientInBlocks } from './blocked-input-gradient.js';
import { packImage, packResult, unpacked } from './packing.js';
import type { ConvolutionStrategy, LoweredTensor } from './strategy.js';

/** The rectangle of pixels that share a block where an image has few channels, such as RGB. */
const SQUARE = [2, 2] as const;

/**
 * A convolution to so few channels that four pixels fit into one block, such as a layer that makes
 * RGB: the result is computed in squares of 2×2 pixels, which for a 3×3 kernel takes less than
 * half of the multiplications of a block that is mostly empty. NHWC.
 */
export const lowerNarrowConvolution: ConvolutionStrategy = (lowering, x, filter, attributes) => {
  const { blocking } = lowering;
  const { strides, dilations, output } = attributes;
  const isPlain = [...strides, ...dilations].every((n) => n === 1);
  if (!isPlain || !fitsSquares(lowering, output)) return undefined;
  const ofSquares = packResult(lowering, attributes, SQUARE);
  const isInPairs = blocking.pixels(attributes.input) === 2;
  const packing = isInPairs ? packImage(lowering, ofSquares, [1, 2]) : ofSquares;
  if (!packing || blocking.pixels(packing.attributes.input) !== 1) return undefined;
  const squares = convolveBlocks(lowering, x, filter, packing);
  return squares === undefined ? undefined : fromSquares(lowering, squares, output);
};

/**
 * The input gradient of a convolution with stride 2 that reads so few channels, such as a
 * discriminator's first layer: in squares, which takes one convolution with stride 1 in place of
 * one per phase. NHWC.
 */
export const lowerNarrowInputGradient: ConvolutionStrategy = (lowering, dy, filter, attributes) => {
  const { blocking } = lowering;
  const { strides, dilations, input, output } = attributes;
  const isHalving = strides.every((n) => n === 2) && dilations.every((n) => n === 1);
  const fits = fitsSquares(lowering, input) && blocking.pixels(output) === 1;
  if (!isHalving || !fits) return undefined;
  const packing = packImage(lowering, unpacked(attributes), SQUARE);
  const squares = packing && inputGradientInBlocks(lowering, dy, filter, packing);
  return squares === undefined ? undefined : fromSquares(lowering, squares, input);
};

function fitsSquares(
  { blocking }: Lowering,
  [, height, width, channels]: readonly number[],
): boolean {
  const isEven = height! % 2 === 0 && width! % 2 === 0;
  return isEven && blocking.size > 1 && 4 * channels! <= blocking.size;
}

/** Squares, one per block, as NHWC of `shape`; a block holds its upper two pixels first. */
function fromSquares(lowering: Lowering, squares: string, shape: readonly number[]): LoweredTensor {
  const [batch, height, width, channels] = shape as [number, number, number, number];
  const blocks = [(batch * height * width) / 4, lowering.blocking.size];
  const rows = [0, 1].map((down) => {
    const [start, end] = [2 * channels * down, 2 * channels * (down + 1)];
    const row = lowering.slice(lowering.reshape(squares, blocks), [1], [start], [end]);
    return lowering.reshape(row, [(batch * height) / 2, width * channels]);
  });
  return { name: lowering.reshape(lowering.concat(rows, 1), shape), layout: 'plain' };
}
