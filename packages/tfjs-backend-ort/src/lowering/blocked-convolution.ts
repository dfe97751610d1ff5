import type { Use } from '../graph/graph.js';
import type { ConvolutionAttributes } from './convolution-attributes.js';
import { sameShape } from '../graph/graph.js';
import { blockFilter } from './blocked-filter.js';
import type { Layout, Lowering } from './lowering.js';
import { packedFilter, type Packing, packPixels, viewed } from './packing.js';

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
export function imageOf(lowering: Lowering, use: Use): Image | undefined {
  const { blocking } = lowering;
  if (blocking.pixels(use.shape) === 1) return { name: lowering.blocked(use), isInBlocks: true };
  if (use.shape[3]! < blocking.size)
    return { name: lowering.channelsFirst(use), isInBlocks: false };
  return undefined;
}

/** What a convolution made of the shape `made` is as a result of `shape`. */
export function resultOf(
  lowering: Lowering,
  name: string,
  made: readonly number[],
  shape: readonly number[],
): Result {
  const { blocking } = lowering;
  if (blocking.pixels(shape) && sameShape(made, blocking.packed(shape))) {
    return { name, layout: 'blocked' };
  }
  return sameShape(made, shape)
    ? { name: blocking.toChannelsFirst(name, made), layout: 'channelsFirst' }
    : { name: lowering.reshape(blocking.toPlain(name, made), shape), layout: 'plain' };
}

/** A convolution in blocks; undefined where that cannot be. */
export function lowerBlockedConvolution(
  lowering: Lowering,
  x: Use,
  filter: Use,
  attributes: ConvolutionAttributes,
): Result | undefined {
  const packing = packPixels(lowering, attributes);
  const name = blockedConvolution(lowering, x, filter, packing);
  return name === undefined
    ? undefined
    : resultOf(lowering, name, packing.attributes.output, attributes.output);
}

/** The packed convolution alone: its result in blocks. */
export function blockedConvolution(
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
