import { sameShape, type Use } from '../../graph/graph.js';
import type { Lowering } from '../lowering.js';
import { blockFilter } from './blocked-filter.js';
import { packedFilter, type Packing, packPixels, viewed } from './packing.js';
import type { ConvolutionStrategy, LoweredTensor } from './strategy.js';

/** An image as a blocked convolution reads it: blocks, or NCHW with fewer channels than a block. */
interface Image {
  readonly name: string;
  readonly isInBlocks: boolean;
}

/** Undefined where the number of channels does not fit, or where there are no blocks. */
export function imageOf(lowering: Lowering, use: Use): Image | undefined {
  const { blocking } = lowering;
  if (blocking.pixels(use.shape) === 1) return { name: lowering.blocked(use), isInBlocks: true };
  if (use.shape[3]! < blocking.size)
    return { name: lowering.channelsFirst(use), isInBlocks: false };
  return undefined;
}

/** The result of a blocked convolution, of the packed shape `made`, as a tensor of `shape`. */
export function resultOf(
  lowering: Lowering,
  name: string,
  made: readonly number[],
  shape: readonly number[],
): LoweredTensor {
  const { blocking } = lowering;
  if (blocking.pixels(shape) && sameShape(made, blocking.packed(shape))) {
    return { name, layout: 'blocked' };
  }
  return sameShape(made, shape)
    ? { name: blocking.toChannelsFirst(name, made), layout: 'channelsFirst' }
    : { name: lowering.reshape(blocking.toPlain(name, made), shape), layout: 'plain' };
}

/** A convolution in blocks; undefined where the channels do not fit or there are no blocks. */
export const lowerBlockedConvolution: ConvolutionStrategy = (lowering, x, filter, attributes) => {
  const packing = packPixels(lowering, attributes);
  const name = convolveBlocks(lowering, x, filter, packing);
  return name === undefined
    ? undefined
    : resultOf(lowering, name, packing.attributes.output, attributes.output);
};

/** The packed convolution alone, with its result in blocks. */
export function convolveBlocks(
  lowering: Lowering,
  x: Use,
  filter: Use,
  packing: Packing,
): string | undefined {
  const { kernel, strides, dilations, pads, input } = packing.attributes;
  const image = imageOf(lowering, viewed(x, input));
  if (!image) return undefined;
  const taps = packedFilter(lowering, filter, packing);
  const weights = blockFilter(lowering, taps, kernel, image.isInBlocks);
  return lowering.blocking.convolution([image.name, weights], {
    kernel_shape: [...kernel],
    strides: [...strides],
    dilations: [...dilations],
    pads: [...pads],
  });
}
