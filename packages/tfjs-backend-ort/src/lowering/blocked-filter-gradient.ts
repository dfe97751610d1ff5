import type { Use } from '../graph/graph.js';
import type { ConvolutionAttributes } from '../kernels/convolution.js';
import type { Lowering } from './lowering.js';

/**
 * The gradient of a convolution's filter as a convolution in blocks, [kh, kw, I, O]; undefined where
 * that cannot be.
 *
 * The sum runs over images, rows and columns of pixels. Each image is a group of its own, rows and
 * blocks of b columns are the kernel, and the b columns in a block are the channels that are summed:
 * the output's gradient, whose channels stand in blocks, has the layout of such a filter as it is.
 * The kernel slides over the input's rows, so that each step is a tap; in the other direction it steps
 * from one channel to the next. A tap to the side is a copy of the gradient moved the other way, one
 * pixel being one block; an image of few channels is moved itself. With stride s the input's columns
 * are taken apart into s phases first.
 */
export function lowerBlockedFilterGradient(
  lowering: Lowering,
  x: Use,
  dy: Use,
  attributes: ConvolutionAttributes,
): string | undefined {
  const { blocking } = lowering;
  const { size } = blocking;
  const { kernel, strides, dilations, pads, input, output } = attributes;
  const [batch, height, width, inputs] = input;
  const [, outHeight, outWidth, outputs] = output;
  const isWhole = width === outWidth * strides[1] && outWidth % size === 0;
  const bottom = kernel[0] + strides[0] * (outHeight - 1) - height - pads[0];
  const seesAll = kernel[1] >= strides[1] && bottom >= 0;
  if (dilations.some((n) => n > 1) || !isWhole || !seesAll) return undefined;
  if (blocking.pixels(output) !== 1) return fromTurned(lowering, x, dy, attributes);

  const image = phases(lowering, x, strides[1]);
  const filled = blocking.filled(outputs);
  const groups = image.splits ? blocking.filled(inputs) / size : 1;
  const channels = image.splits ? size : inputs;
  const parts = Array.from({ length: strides[1] }, (_, first) => {
    // Taps `first`, `first` + s, … read one phase, each a pixel further on.
    const taps = Math.ceil((kernel[1] - first) / strides[1]);
    const start = Math.floor((first - pads[1]) / strides[1]);
    const phase = image.names[(first - pads[1] + kernel[1] * strides[1]) % strides[1]]!;
    // An image of few channels is smaller than the gradient in blocks.
    const [ofImage, ofGradient] = image.splits ? [1, taps] : [taps, 1];
    const seen = image.splits
      ? phase
      : moveImage(lowering, phase, [batch * height, inputs, outWidth], start, taps);
    const moved = image.splits ? moveGradient(lowering, dy, start, taps) : lowering.blocked(dy);
    const product = blocking.convolution(
      [
        lowering.reshape(seen, [
          ...[groups, batch * size, height, (ofImage * channels * outWidth) / size],
        ]),
        lowering.reshape(moved, [batch * filled * ofGradient, size, outHeight, outWidth / size]),
      ],
      {
        group: batch,
        kernel_shape: [outHeight, outWidth / size],
        strides: [1, outWidth / size],
        dilations: [strides[0], 1],
        pads: [pads[0], 0, bottom, 0],
      },
    );
    const sizes = [filled / size, ofGradient, kernel[0], ofImage, channels, size];
    const summed = lowering.builder.node(
      'ReduceSum',
      [lowering.reshape(product, [groups, batch, ...sizes]), lowering.builder.integers([1])],
      { keepdims: 0 },
    );
    const ordered = lowering.permute(summed, [groups, ...sizes], [3, 2, 4, 0, 5, 1, 6]);
    return lowering.reshape(ordered, [kernel[0], taps, groups * channels, filled]);
  });
  const columns = Array.from({ length: kernel[1] }, (_, tap) => {
    const part = parts[tap % strides[1]]!;
    const index = Math.floor(tap / strides[1]);
    return strides[1] === 1 ? part : lowering.slice(part, [1], [index], [index + 1]);
  });
  const all = strides[1] === 1 ? parts[0]! : lowering.concat(columns, 1);
  const isFilled = groups * channels > inputs || filled > outputs;
  return isFilled ? lowering.slice(all, [2, 3], [0, 0], [inputs, outputs]) : all;
}

/**
 * With few outputs and stride 1, image and gradient change places: what a tap sees to the left of a
 * pixel of the gradient has that pixel to its right.
 */
function fromTurned(
  lowering: Lowering,
  x: Use,
  dy: Use,
  { kernel, strides, dilations, pads, input, output }: ConvolutionAttributes,
): string | undefined {
  if (strides.some((n) => n > 1) || lowering.blocking.pixels(input) !== 1) return undefined;
  const [height, width] = kernel;
  const [top, left, bottom, right] = pads;
  const turned = lowerBlockedFilterGradient(lowering, dy, x, {
    ...{ kernel, strides, dilations, input: output, output: input },
    pads: [height - 1 - top, width - 1 - left, height - 1 - bottom, width - 1 - right],
  });
  if (turned === undefined) return undefined;
  const taps = height * width;
  const shape = [taps, output[3], input[3]];
  const backwards = Array.from({ length: taps }, (_, tap) => taps - 1 - tap);
  const filter = lowering.builder.node(
    'Gather',
    [lowering.reshape(turned, shape), lowering.builder.integers(backwards)],
    { axis: 0 },
  );
  return lowering.reshape(lowering.permute(filter, shape, [0, 2, 1]), [
    ...[...kernel, input[3], output[3]],
  ]);
}

interface Phases {
  /** For each phase its columns: [I/b, N, H, b, W/s] if the channels are split up, else [N, H, I, W/s]. */
  readonly names: readonly string[];
  readonly splits: boolean;
}

/** Rows of columns, channel by channel, with every s-th column in a tensor of its own. */
function phases(lowering: Lowering, x: Use, stride: number): Phases {
  const { blocking } = lowering;
  const { size } = blocking;
  const [batch, height, width, inputs] = x.shape as [number, number, number, number];
  const splits = blocking.pixels(x.shape) === 1;
  const channels = splits ? blocking.filled(inputs) : inputs;
  const lines = batch * height * channels;
  let name: string;
  if (splits) {
    const rows = lowering.reshape(lowering.blocked(x), [lines / size, size, 1, width]);
    name = blocking.toChannelsFirst(rows, [lines / size, 1, width, size]);
  } else {
    name = lowering.permute(
      lowering.channelsFirst(x),
      [batch, inputs, height, width],
      [0, 2, 1, 3],
    );
  }
  // The blocks of a channel's image come first, so that they can be a batch.
  const blocksFirst = (part: string): string => {
    const shape = [batch, channels / size, (height * size * width) / stride];
    return splits ? lowering.permute(lowering.reshape(part, shape), shape, [1, 0, 2]) : part;
  };
  if (stride === 1) return { names: [blocksFirst(name)], splits };
  const pixels = [(lines * width) / stride, stride];
  const apart = lowering.permute(lowering.reshape(name, pixels), pixels, [1, 0]);
  const names = Array.from({ length: stride }, (_, phase) =>
    blocksFirst(lowering.slice(apart, [0], [phase], [phase + 1])),
  );
  return { names, splits };
}

/**
 * Copies side by side of an image [N·H, I, W] whose columns are moved by -start, -start - 1, …, with
 * zeros coming in: [N·H, taps, I, W].
 */
function moveImage(
  lowering: Lowering,
  name: string,
  [rows, channels, width]: [number, number, number],
  start: number,
  taps: number,
): string {
  const [before, after] = [Math.max(-start, 0), Math.max(start + taps - 1, 0)];
  const lines = lowering.reshape(name, [rows * channels, width]);
  const padded = lowering.pad(lines, [0, before], [0, after]);
  const copies = Array.from({ length: taps }, (_, tap) => {
    const from = before + start + tap;
    const copy = lowering.slice(padded, [1], [from], [from + width]);
    return lowering.reshape(copy, [rows, channels * width]);
  });
  return lowering.concat(copies, 1);
}

/**
 * Copies of a gradient in blocks whose columns are moved by start, start + 1, …, zeros coming in:
 * [N, C/b, taps, H, W, b].
 */
function moveGradient(lowering: Lowering, dy: Use, start: number, taps: number): string {
  const { builder, blocking } = lowering;
  const { size } = blocking;
  const [batch, height, width, channels] = dy.shape as [number, number, number, number];
  const blocks = (batch * blocking.filled(channels)) / size;
  const name = lowering.blocked(dy);
  if (taps === 1 && start === 0) return name;
  const end = start + taps - 1;
  const [before, after] = [Math.max(end, 0), Math.max(-start, 0)];
  const padded = lowering.pad(
    lowering.reshape(name, [blocks * height, width * size]),
    [0, before * size],
    [0, after * size],
  );
  const columns = before + width + after;
  const pixels = Array.from({ length: taps }, (_, tap) =>
    Array.from({ length: height }, (_, y) =>
      Array.from({ length: width }, (_, x) => y * columns + before + x - (start + tap)),
    ),
  ).flat(2);
  return builder.node(
    'Gather',
    [lowering.reshape(padded, [blocks, height * columns, size]), builder.integers(pixels)],
    { axis: 1 },
  );
}
