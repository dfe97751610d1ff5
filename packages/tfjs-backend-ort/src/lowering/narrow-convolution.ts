import type { Use } from '../graph/graph.js';
import type { ConvolutionAttributes } from '../kernels/convolution.js';
import { blockFilter, filterOf } from './blocked-filter.js';
import type { Lowering } from './lowering.js';

/**
 * A convolution to so few channels that those of four pixels fit into one block, as a layer that
 * makes RGB: the image by squares of 2×2 pixels, with stride 2 and a kernel one larger, which holds the
 * kernel of each of the four pixels. For 3×3 this multiplies less than half as often as a block that is
 * mostly empty. The result is NHWC; undefined where this cannot be.
 */
export function lowerNarrowConvolution(
  lowering: Lowering,
  x: Use,
  filter: Use,
  { kernel, strides, dilations, pads, input, output }: ConvolutionAttributes,
): string | undefined {
  const { blocking } = lowering;
  const [batch, height, width, outputs] = output;
  const isPlain = [...strides, ...dilations].every((n) => n === 1);
  const isEven = height % 2 === 0 && width % 2 === 0;
  const isNarrow = blocking.size > 1 && 4 * outputs <= blocking.size;
  if (!isPlain || !isEven || !isNarrow || !blocking.holds(input[3])) return undefined;

  const taps = filterOf(lowering, filter);
  const shape = [...kernel, input[3], outputs];
  const kernels = [0, 1].flatMap((down) =>
    [0, 1].map((right) =>
      lowering.pad(
        lowering.reshape(taps.name, shape),
        [down, right, 0, 0],
        [1 - down, 1 - right, 0, 0],
      ),
    ),
  );
  const square = [kernel[0] + 1, kernel[1] + 1];
  const ofSquare = {
    name: lowering.reshape(lowering.concat(kernels, 3), [
      ...[square[0]! * square[1]!, input[3], 4 * outputs],
    ]),
    taps: square[0]! * square[1]!,
    inputs: input[3],
    outputs: 4 * outputs,
  };
  const weights = blockFilter(lowering, ofSquare, square, true);
  const squares = blocking.convolution([lowering.blocked(x), weights], {
    kernel_shape: square,
    strides: [2, 2],
    pads: [...pads],
  });
  // A block holds a square: its upper two pixels, its lower two.
  const pixels = [(batch * height * width) / 4, blocking.size];
  const rows = [0, 1].map((down) => {
    const [start, end] = [2 * outputs * down, 2 * outputs * (down + 1)];
    const row = lowering.slice(lowering.reshape(squares, pixels), [1], [start], [end]);
    return lowering.reshape(row, [(batch * height) / 2, width * outputs]);
  });
  return lowering.reshape(lowering.concat(rows, 1), output);
}
