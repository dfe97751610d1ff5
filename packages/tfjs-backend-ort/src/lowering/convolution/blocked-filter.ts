import type { Use } from '../../graph/graph.js';
import type { Lowering } from '../lowering.js';

/** A filter [taps, I, O] from I to O channels. */
export interface Filter {
  readonly name: string;
  readonly taps: number;
  readonly inputs: number;
  readonly outputs: number;
}

/** The filter of a use [kh, kw, I, O]. */
export function filterOf(lowering: Lowering, { value, shape }: Use): Filter {
  const [height, width, inputs, outputs] = shape as [number, number, number, number];
  const name = lowering.plain({ value, shape: [height * width, inputs, outputs] });
  return { name, taps: height * width, inputs, outputs };
}

/** A filter's taps in this order. */
export function orderedTaps(
  { builder }: Lowering,
  { name, taps, ...filter }: Filter,
  order: readonly number[],
): Filter {
  if (taps === 1) return { name, taps, ...filter };
  const ordered = builder.node('Gather', [name, builder.integers(order)], { axis: 0 });
  return { name: ordered, taps: order.length, ...filter };
}

/**
 * A filter as blocked convolutions read it: [O/b, I/b, taps, b of I, b of O], or, if the image is
 * not in blocks, [O/b, I, taps, b of O]. Its shape is [O, I, ...kernel], with channels padded to
 * whole blocks.
 */
export function blockFilter(
  lowering: Lowering,
  { name, taps, inputs, outputs }: Filter,
  kernel: readonly number[],
  isImageInBlocks: boolean,
): string {
  const { size } = lowering.blocking;
  const filled = filledSizes(lowering, inputs, outputs, isImageInBlocks);
  const whole = lowering.pad(name, [0, 0, 0], [0, filled.read - inputs, filled.made - outputs]);
  const shape = isImageInBlocks
    ? [taps, filled.read / size, size, filled.made / size, size]
    : [taps, filled.read, filled.made / size, size];
  const order = isImageInBlocks ? [3, 1, 0, 2, 4] : [2, 1, 0, 3];
  const laidOut = lowering.permute(lowering.reshape(whole, shape), shape, order);
  return lowering.reshape(laidOut, [filled.made, filled.read, ...kernel]);
}

/**
 * The same from O to I channels, for the input gradient, with the shape [I, O, ...kernel]. Many
 * times faster than a transpose that takes blocks apart.
 */
export function blockTransposedFilter(
  lowering: Lowering,
  { name, taps, inputs, outputs }: Filter,
  kernel: readonly number[],
  isImageInBlocks: boolean,
): string {
  const { blocking } = lowering;
  const { size } = blocking;
  const filled = filledSizes(lowering, outputs, inputs, isImageInBlocks);
  const whole = lowering.pad(name, [0, 0, 0], [0, filled.made - inputs, filled.read - outputs]);
  const image = lowering.reshape(whole, [taps, filled.made, filled.read, 1]);
  const shape = [
    ...[taps, filled.made / size],
    ...(isImageInBlocks ? [filled.read / size, size * size] : [filled.read, size]),
  ];
  const blocks = lowering.reshape(blocking.fromChannelsFirst(image), shape);
  const laidOut = lowering.permute(blocks, shape, [1, 2, 0, 3]);
  return lowering.reshape(laidOut, [filled.made, filled.read, ...kernel]);
}

function filledSizes(
  { blocking }: Lowering,
  read: number,
  made: number,
  isImageInBlocks: boolean,
): { read: number; made: number } {
  return { read: isImageInBlocks ? blocking.filled(read) : read, made: blocking.filled(made) };
}
