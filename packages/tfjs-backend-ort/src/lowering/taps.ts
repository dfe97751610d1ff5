import type { Use } from '../graph/graph.js';
import type { ConvolutionAttributes } from '../kernels/convolution.js';
import type { Lowering } from './lowering.js';

/**
 * What each tap of a convolution's kernel sees of its input, as matrices over all output
 * positions. Equal shifts become one node, so a layer's forward pass, its filter's gradient and
 * the phases of an up-sampling convolution share them.
 */
interface Grid {
  /** Zeros around the image: top, left, bottom, right. */
  border: [number, number, number, number];
  /** Size of the padded image that is used: a whole number of strides. */
  height: number;
  width: number;
  /** The first tap's place in the padded image. */
  first: [number, number];
}

function grid({ kernel, strides, pads, input, output }: ConvolutionAttributes): Grid {
  const [strideY, strideX] = strides;
  const [, inHeight, inWidth] = input;
  if (strideY === 1 && strideX === 1) {
    // Phases of an up-sampling convolution pad differently; padded alike, they share their shifts.
    const margin = Math.max(...pads);
    return {
      border: [margin, margin, margin, margin],
      height: inHeight + 2 * margin,
      width: inWidth + 2 * margin,
      first: [margin - pads[0], margin - pads[1]],
    };
  }
  const height = (output[1] - 1 + Math.ceil(kernel[0] / strideY)) * strideY;
  const width = (output[2] - 1 + Math.ceil(kernel[1] / strideX)) * strideX;
  const [top, left] = pads;
  const bottom = Math.max(0, height - inHeight - top);
  const right = Math.max(0, width - inWidth - left);
  return { border: [top, left, bottom, right], height, width, first: [0, 0] };
}

/**
 * Pixels as rows: one [N·H·W, s·I] matrix for each row of s taps, in the kernel's order. With
 * stride s the image is read as blocks of s×s pixels, whose rows are contiguous.
 */
export function pixelTaps(lowering: Lowering, x: Use, attributes: ConvolutionAttributes): string[] {
  const { kernel, strides, input, output } = attributes;
  const [batch, outHeight, outWidth] = output;
  const [strideY, strideX] = strides;
  const { border, height, width, first } = grid(attributes);
  const [top, left, bottom, right] = border;
  const padded = lowering.pad(lowering.plain(x), [0, top, left, 0], [0, bottom, right, 0]);
  const isWhole = input[1] + top + bottom === height && input[2] + left + right === width;
  const row = strideX * input[3];
  const blocks = lowering.reshape(
    isWhole ? padded : lowering.slice(padded, [1, 2], [0, 0], [height, width]),
    [batch, height / strideY, strideY, width / strideX, row],
  );
  const taps: string[] = [];
  for (let tapY = first[0]; tapY < first[0] + kernel[0]; tapY++) {
    for (let blockX = 0; blockX < Math.ceil(kernel[1] / strideX); blockX++) {
      const start = [Math.floor(tapY / strideY), tapY % strideY, first[1] + blockX] as const;
      const end = [start[0] + outHeight, start[1] + 1, start[2] + outWidth];
      const shifted = lowering.slice(blocks, [1, 2, 3], start, end);
      taps.push(lowering.reshape(shifted, [batch * outHeight * outWidth, row]));
    }
  }
  return taps;
}

/**
 * Channels as rows: one [I, N·H·W] matrix for each tap, in the kernel's order. Faster than
 * `pixelTaps` for large images, whose rows of pixels are long and contiguous.
 */
export function channelTaps(
  lowering: Lowering,
  x: Use,
  attributes: ConvolutionAttributes,
): string[] {
  const { kernel, strides, input, output } = attributes;
  const [batch, outHeight, outWidth] = output;
  const [strideY, strideX] = strides;
  const { border, height, width, first } = grid(attributes);
  const [top, left, bottom, right] = border;
  const padded = lowering.pad(lowering.channelMajor(x), [0, 0, top, left], [0, 0, bottom, right]);
  const taps: string[] = [];
  for (let tapY = first[0]; tapY < first[0] + kernel[0]; tapY++) {
    for (let tapX = first[1]; tapX < first[1] + kernel[1]; tapX++) {
      // Every s-th pixel first: what remains of the shift is then a contiguous cut.
      const phase =
        strideY === 1 && strideX === 1
          ? padded
          : lowering.slice(
              padded,
              [2, 3],
              [tapY % strideY, tapX % strideX],
              [height, width],
              [strideY, strideX],
            );
      const start = [Math.floor(tapY / strideY), Math.floor(tapX / strideX)] as const;
      const end = [start[0] + outHeight, start[1] + outWidth];
      const shifted = lowering.slice(phase, [2, 3], start, end);
      taps.push(lowering.reshape(shifted, [input[3], batch * outHeight * outWidth]));
    }
  }
  return taps;
}
