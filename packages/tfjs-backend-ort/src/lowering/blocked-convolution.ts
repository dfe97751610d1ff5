import type { Use } from '../graph/graph.js';
import type { ConvolutionAttributes } from '../kernels/convolution.js';
import { sameShape } from '../graph/graph.js';
import { blockFilter, blockTransposedFilter, orderedTaps } from './blocked-filter.js';
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
function imageOf(lowering: Lowering, use: Use): Image | undefined {
  const { blocking } = lowering;
  if (blocking.pixels(use.shape) === 1) return { name: lowering.blocked(use), isInBlocks: true };
  if (use.shape[3]! < blocking.size)
    return { name: lowering.channelsFirst(use), isInBlocks: false };
  return undefined;
}

/** What a convolution made of the shape `made` is as a result of `shape`. */
function resultOf(
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

/** The input's gradient in blocks, which is also the transposed convolution; undefined where it cannot be. */
export function lowerBlockedInputGradient(
  lowering: Lowering,
  dy: Use,
  filter: Use,
  attributes: ConvolutionAttributes,
): Result | undefined {
  const packing = packPixels(lowering, attributes);
  const name = blockedInputGradient(lowering, dy, filter, packing);
  return name === undefined
    ? undefined
    : resultOf(lowering, name, packing.attributes.input, attributes.input);
}

/** The taps of a kernel that meet the pixels sq + p along an axis, and the zeros around. */
interface Phase {
  readonly taps: readonly number[];
  readonly before: number;
  readonly after: number;
}

/**
 * That of the packed convolution alone, in blocks. The pixels sq + p along an axis, for each phase p
 * below the stride s, see every s-th tap from the last one down: a convolution with the kernel turned
 * round. What the phases make is put together block by block.
 */
export function blockedInputGradient(
  lowering: Lowering,
  dy: Use,
  filter: Use,
  packing: Packing,
): string | undefined {
  const { blocking } = lowering;
  const { kernel, strides, dilations, input, output } = packing.attributes;
  const image = imageOf(lowering, viewed(dy, output));
  const [rows, columns] = [phasesOf(packing.attributes, 0), phasesOf(packing.attributes, 1)];
  if (!image || dilations.some((n) => n > 1) || !rows || !columns) return undefined;
  const whole = packedFilter(lowering, filter, packing);
  const [batch, height, width, inputs] = input;
  const channels = blocking.filled(inputs);
  const lines = (batch * channels * height) / blocking.size / strides[0];
  const joined = rows.map((y) => {
    const phases = columns.map((x) => {
      const order = y.taps.flatMap((tapY) => x.taps.map((tapX) => kernel[1] * tapY + tapX));
      const shape = [y.taps.length, x.taps.length];
      const taps = orderedTaps(lowering, whole, order);
      const weights = blockTransposedFilter(lowering, taps, shape, image.isInBlocks);
      const phase = blocking.convolution([image.name, weights], {
        kernel_shape: shape,
        pads: [y.before, x.before, y.after, x.after],
      });
      if (columns.length === 1) return phase;
      return lowering.reshape(phase, [(lines * width) / strides[1], blocking.size]);
    });
    const row = lowering.concat(phases, 1);
    return rows.length === 1 ? row : lowering.reshape(row, [lines, width * blocking.size]);
  });
  const name = lowering.concat(joined, 1);
  const isJoined = rows.length * columns.length > 1;
  return isJoined ? lowering.reshape(name, [batch, channels, height, width]) : name;
}

/** The phases along an axis, 0 or 1; undefined if they are uneven or one of them sees nothing. */
function phasesOf(
  { kernel, strides, pads, input, output }: ConvolutionAttributes,
  axis: 0 | 1,
): Phase[] | undefined {
  const [size, stride, pad] = [kernel[axis], strides[axis], pads[axis]];
  const phases = Array.from({ length: stride }, (_, phase) => {
    const taps = Array.from({ length: size }, (_, tap) => size - 1 - tap).filter(
      (tap) => (tap - phase - pad) % stride === 0,
    );
    const [last = NaN, first = NaN] = [taps[0], taps.at(-1)];
    const before = (last - phase - pad) / stride;
    const after = input[axis + 1]! / stride - output[axis + 1]! - (first - phase - pad) / stride;
    return { taps, before, after };
  });
  const fits = phases.every(({ before, after }) => before >= 0 && after >= 0);
  return fits && input[axis + 1]! % stride === 0 ? phases : undefined;
}
