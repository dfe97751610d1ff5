import type { Use } from '../graph/graph.js';
import type { ConvolutionAttributes } from '../kernels/convolution.js';
import { blockFilter, blockTransposedFilter, filterOf } from './blocked-filter.js';
import { PHASE_TAPS } from './doubling-convolution.js';
import type { Layout, Lowering } from './lowering.js';

/** A rank-4 result and the layout that it is in. */
export interface Result {
  readonly name: string;
  readonly layout: Layout;
}

/** An image as a blocked convolution reads it: blocks, or NCHW of less channels than a block. */
interface Image {
  readonly name: string;
  readonly isInBlocks: boolean;
}

/** Undefined where the channels of `use` do not fit, or where there are no blocks. */
function imageOf(lowering: Lowering, use: Use): Image | undefined {
  const channels = use.shape[3]!;
  const { blocking } = lowering;
  if (blocking.holds(channels)) return { name: lowering.blocked(use), isInBlocks: true };
  if (channels < blocking.size) return { name: lowering.channelsFirst(use), isInBlocks: false };
  return undefined;
}

function resultOf({ blocking }: Lowering, name: string, channels: number): Result {
  return blocking.holds(channels)
    ? { name, layout: 'blocked' }
    : { name: blocking.toChannelsFirst(name, channels), layout: 'channelsFirst' };
}

/** A convolution in blocks; undefined where that cannot be. */
export function lowerBlockedConvolution(
  lowering: Lowering,
  x: Use,
  filter: Use,
  { kernel, strides, dilations, pads, output }: ConvolutionAttributes,
): Result | undefined {
  const image = imageOf(lowering, x);
  if (!image) return undefined;
  const weights = blockFilter(lowering, filterOf(lowering, filter), kernel, image.isInBlocks);
  const name = lowering.blocking.convolution([image.name, weights], {
    kernel_shape: [...kernel],
    strides: [...strides],
    dilations: [...dilations],
    pads: [...pads],
  });
  return resultOf(lowering, name, output[3]);
}

/** The input's gradient with stride 1, a convolution with the kernel turned round. */
export function lowerBlockedTurnedConvolution(
  lowering: Lowering,
  dy: Use,
  filter: Use,
  { kernel, pads, input }: ConvolutionAttributes,
): Result | undefined {
  const image = imageOf(lowering, dy);
  if (!image) return undefined;
  const [height, width] = kernel;
  const turned = Array.from({ length: height * width }, (_, i) => height * width - 1 - i);
  const taps = filterOf(lowering, filter, turned);
  const weights = blockTransposedFilter(lowering, taps, kernel, image.isInBlocks);
  const [top, left, bottom, right] = pads;
  const name = lowering.blocking.convolution([image.name, weights], {
    kernel_shape: [...kernel],
    pads: [height - 1 - top, width - 1 - left, height - 1 - bottom, width - 1 - right],
  });
  return resultOf(lowering, name, input[3]);
}

/**
 * The doubling convolution (see `lowerDoublingConvolution`) in blocks: a convolution for each phase,
 * whose results are put together block by block.
 */
export function lowerBlockedDoublingConvolution(
  lowering: Lowering,
  small: Use,
  filter: Use,
  { input, output }: ConvolutionAttributes,
): Result | undefined {
  const image = imageOf(lowering, small);
  if (!image) return undefined;
  const { blocking } = lowering;
  const [batch, height, width] = output;
  const channels = blocking.filled(input[3]);
  const blocks = (batch * channels) / blocking.size;
  const rows = [0, 1].map((phaseY) => {
    const columns = [0, 1].map((phaseX) => {
      const taps = filterOf(lowering, filter, PHASE_TAPS[2 * phaseY + phaseX]);
      const weights = blockTransposedFilter(lowering, taps, [2, 2], image.isInBlocks);
      const phase = blocking.convolution([image.name, weights], {
        kernel_shape: [2, 2],
        pads: [1 - phaseY, 1 - phaseX, phaseY, phaseX],
      });
      return lowering.reshape(phase, [blocks * height * width, blocking.size]);
    });
    const row = lowering.concat(columns, 1);
    return lowering.reshape(row, [blocks * height, 2 * width * blocking.size]);
  });
  const whole = lowering.reshape(lowering.concat(rows, 1), [
    ...[batch, channels, 2 * height, 2 * width],
  ]);
  return resultOf(lowering, whole, input[3]);
}
