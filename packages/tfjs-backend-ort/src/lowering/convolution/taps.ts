import type { Use } from '../../graph/graph.js';
import type { ConvolutionAttributes } from './convolution-attributes.js';
import type { Lowering } from '../lowering.js';

/** The padded input of a convolution, with sides cut or padded to whole strides. */
export interface Grid {
  /** Zeros around the image: top, left, bottom, right. */
  readonly border: readonly [number, number, number, number];
  /**
   * Rows and columns of blocks of stride × stride pixels; the window of each output pixel starts in
   * one.
   */
  readonly rows: number;
  readonly columns: number;
}

/** The grid of blocks that a convolution's taps read. */
export function blockGrid({ kernel, strides, pads, input, output }: ConvolutionAttributes): Grid {
  const rows = output[1] - 1 + Math.ceil(kernel[0] / strides[0]);
  const columns = output[2] - 1 + Math.ceil(kernel[1] / strides[1]);
  const [top, left] = pads;
  const bottom = rows * strides[0] - input[1] - top;
  const right = columns * strides[1] - input[2] - left;
  return { border: [top, left, bottom, right], rows, columns };
}

/**
 * The pixels that each tap reads, as rows: one [N·H·W, s·I] matrix per row of s taps, in the order
 * of the kernel. With stride s the image is read as blocks of s×s pixels, whose rows are
 * contiguous. Equal slices become one node, so a layer's forward pass and its filter gradient share
 * them.
 */
export function pixelTaps(lowering: Lowering, x: Use, attributes: ConvolutionAttributes): string[] {
  const { kernel, strides, input, output } = attributes;
  const [batch, outHeight, outWidth] = output;
  const { border, rows, columns } = blockGrid(attributes);
  const [top, left, bottom, right] = border;
  const row = strides[1] * input[3];
  const padded = lowering.pad(lowering.plain(x), [0, top, left, 0], [0, bottom, right, 0]);
  const blocks = lowering.reshape(padded, [batch, rows, strides[0], columns, row]);
  const taps: string[] = [];
  for (let tapY = 0; tapY < kernel[0]; tapY++) {
    for (let blockX = 0; blockX * strides[1] < kernel[1]; blockX++) {
      const start = [Math.floor(tapY / strides[0]), tapY % strides[0], blockX] as const;
      const end = [start[0] + outHeight, start[1] + 1, start[2] + outWidth];
      const shifted = lowering.slice(blocks, [1, 2, 3], start, end);
      taps.push(lowering.reshape(shifted, [batch * outHeight * outWidth, row]));
    }
  }
  return taps;
}

/**
 * The padded input as s·s images of every s-th pixel, each [I, N·rows·columns]: a tap then reads
 * one of them from an offset on, which is one contiguous slice per channel.
 */
export function phaseImages(
  lowering: Lowering,
  x: Use,
  attributes: ConvolutionAttributes,
): string[] {
  const { strides, input } = attributes;
  const [batch, , , channels] = input;
  const [strideY, strideX] = strides;
  const { border, rows, columns } = blockGrid(attributes);
  const [top, left, bottom, right] = border;
  const padded = lowering.pad(lowering.channelMajor(x), [0, 0, top, left], [0, 0, bottom, right]);
  const size = [channels, batch * rows * columns];
  if (strideY === 1 && strideX === 1) return [lowering.reshape(padded, size)];

  // A transpose of [n, s] is many times faster than strided slices of columns.
  const pixels = (channels * batch * rows * strideY * columns * strideX) / strideX;
  const apart = lowering.permute(
    lowering.reshape(padded, [pixels, strideX]),
    [pixels, strideX],
    [1, 0],
  );
  const planes = lowering.reshape(apart, [strideX, channels * batch * rows, strideY, columns]);
  return Array.from({ length: strideY * strideX }, (_, phase) => {
    const [phaseY, phaseX] = [Math.floor(phase / strideX), phase % strideX];
    const cut = lowering.slice(planes, [0, 2], [phaseX, phaseY], [phaseX + 1, phaseY + 1]);
    return lowering.reshape(cut, size);
  });
}
