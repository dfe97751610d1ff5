import type { Use } from '../graph/graph.js';
import type { ConvolutionAttributes } from './convolution-attributes.js';
import { blockedConvolution } from './blocked-convolution.js';
import { blockedInputGradient } from './blocked-input-gradient.js';
import type { Lowering } from './lowering.js';
import { packImage, packResult, unpacked } from './packing.js';

/** Pixels that fill a block of a result with few channels, as RGB, are squares of so many. */
const SQUARE = [2, 2] as const;

/**
 * A convolution to so few channels that those of four pixels fit into one block, as a layer that
 * makes RGB: the result by squares of 2×2 pixels, which for 3×3 multiplies less than half as often as a
 * block that is mostly empty. The result is NHWC; undefined where this cannot be.
 */
export function lowerNarrowConvolution(
  lowering: Lowering,
  x: Use,
  filter: Use,
  attributes: ConvolutionAttributes,
): string | undefined {
  const { blocking } = lowering;
  const { strides, dilations, output } = attributes;
  const isPlain = [...strides, ...dilations].every((n) => n === 1);
  if (!isPlain || !fitsSquares(lowering, output)) return undefined;
  const ofSquares = packResult(lowering, attributes, SQUARE);
  const isInPairs = blocking.pixels(attributes.input) === 2;
  const packing = isInPairs ? packImage(lowering, ofSquares, [1, 2]) : ofSquares;
  if (!packing || blocking.pixels(packing.attributes.input) !== 1) return undefined;
  const squares = blockedConvolution(lowering, x, filter, packing);
  return squares && fromSquares(lowering, squares, output);
}

/**
 * The input's gradient of a convolution with stride 2 that reads so few channels, as a discriminator's
 * first layer does: by squares, which are one convolution with stride 1 instead of one for each pixel.
 */
export function lowerNarrowInputGradient(
  lowering: Lowering,
  dy: Use,
  filter: Use,
  attributes: ConvolutionAttributes,
): string | undefined {
  const { blocking } = lowering;
  const { strides, dilations, input, output } = attributes;
  const isHalving = strides.every((n) => n === 2) && dilations.every((n) => n === 1);
  const fits = fitsSquares(lowering, input) && blocking.pixels(output) === 1;
  if (!isHalving || !fits) return undefined;
  const packing = packImage(lowering, unpacked(attributes), SQUARE);
  const squares = packing && blockedInputGradient(lowering, dy, filter, packing);
  return squares && fromSquares(lowering, squares, input);
}

function fitsSquares(
  { blocking }: Lowering,
  [, height, width, channels]: readonly number[],
): boolean {
  const isEven = height! % 2 === 0 && width! % 2 === 0;
  return isEven && blocking.size > 1 && 4 * channels! <= blocking.size;
}

/** Squares that are a block each as NHWC of `shape`: a block's upper two pixels, its lower two. */
function fromSquares(lowering: Lowering, squares: string, shape: readonly number[]): string {
  const [batch, height, width, channels] = shape as [number, number, number, number];
  const blocks = [(batch * height * width) / 4, lowering.blocking.size];
  const rows = [0, 1].map((down) => {
    const [start, end] = [2 * channels * down, 2 * channels * (down + 1)];
    const row = lowering.slice(lowering.reshape(squares, blocks), [1], [start], [end]);
    return lowering.reshape(row, [(batch * height) / 2, width * channels]);
  });
  return lowering.reshape(lowering.concat(rows, 1), shape);
}
