import type { Use } from '../graph/graph.js';
import type { ConvolutionAttributes } from '../kernels/convolution.js';
import { blockFilter } from './blocked-filter.js';
import type { Lowering } from './lowering.js';
import { packedFilter, packImage, packResult, viewed } from './packing.js';

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
  const [batch, height, width, outputs] = output;
  const isPlain = [...strides, ...dilations].every((n) => n === 1);
  const isEven = height % 2 === 0 && width % 2 === 0;
  const isNarrow = blocking.size > 1 && 4 * outputs <= blocking.size;
  const pixels = blocking.pixels(attributes.input);
  if (!isPlain || !isEven || !isNarrow || !pixels) return undefined;

  const ofSquares = packResult(lowering, attributes, [2, 2]);
  const packing = pixels === 2 ? packImage(lowering, ofSquares) : ofSquares;
  const { kernel, input, pads } = packing.attributes;
  if (blocking.pixels(input) !== 1) return undefined;
  const weights = blockFilter(lowering, packedFilter(lowering, filter, packing), kernel, true);
  const squares = blocking.convolution([lowering.blocked(viewed(x, input)), weights], {
    kernel_shape: [...kernel],
    strides: [...packing.attributes.strides],
    pads: [...pads],
  });
  // A block holds a square: its upper two pixels, its lower two.
  const blocks = [(batch * height * width) / 4, blocking.size];
  const rows = [0, 1].map((down) => {
    const [start, end] = [2 * outputs * down, 2 * outputs * (down + 1)];
    const row = lowering.slice(lowering.reshape(squares, blocks), [1], [start], [end]);
    return lowering.reshape(row, [(batch * height) / 2, width * outputs]);
  });
  return lowering.reshape(lowering.concat(rows, 1), output);
}
