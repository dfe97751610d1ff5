import type { Use } from '../graph/graph.js';
import type { ConvolutionAttributes } from '../kernels/convolution.js';
import type { Lowering } from './lowering.js';

/** A matrix product's columns below which gathering all taps into one product is faster. */
const NARROW = 16;

/**
 * The gradient of a convolution's filter, [kh, kw, I, O]: for each tap the product of the
 * shifted input, [N·H·W, I] transposed, with the output's gradient, [N·H·W, O].
 */
export function lowerFilterGradient(
  lowering: Lowering,
  x: Use,
  dy: Use,
  attributes: ConvolutionAttributes,
): string {
  const { strides, input, output } = attributes;
  const isUnit = strides[0] === 1 && strides[1] === 1;
  const isNarrow = output[3] < NARROW && output[3] < input[3];
  return isUnit && isNarrow && fitsShiftedGradient(attributes)
    ? shiftGradient(lowering, x, dy, attributes)
    : shiftInput(lowering, x, dy, attributes);
}

/**
 * Shifts the input. With stride s it is read as blocks of s×s pixels, so that a row of s taps is
 * one product. Up-sampling in phases convolves one image with several paddings: with stride 1
 * all are cut from one padded image, and equal shifts become one node.
 */
function shiftInput(
  lowering: Lowering,
  x: Use,
  dy: Use,
  { kernel, strides, pads, input, output }: ConvolutionAttributes,
): string {
  const { builder } = lowering;
  const [batch, outHeight, outWidth, outputs] = output;
  const [, inHeight, inWidth, inputs] = input;
  const [strideY, strideX] = strides;
  const [kernelY, kernelX] = kernel;
  const blocksX = Math.ceil(kernelX / strideX);
  const height = (outHeight - 1 + Math.ceil(kernelY / strideY)) * strideY;
  const width = (outWidth - 1 + blocksX) * strideX;

  // Pad, and cut into blocks: [N, rows of blocks, row of a block, columns of blocks, s·I numbers].
  const isUnit = strideY === 1 && strideX === 1;
  const margin = isUnit ? Math.max(...pads) : 0;
  const [top, left, bottom, right] = isUnit
    ? [margin, margin, margin, margin]
    : [
        pads[0],
        pads[1],
        Math.max(0, height - inHeight - pads[0]),
        Math.max(0, width - inWidth - pads[1]),
      ];
  const image = lowering.pad(lowering.plain(x), [0, top, left, 0], [0, bottom, right, 0]);
  const fullHeight = inHeight + top + bottom;
  const fullWidth = inWidth + left + right;
  const fits = fullHeight % strideY === 0 && fullWidth % strideX === 0;
  const [rows, columns] = fits ? [fullHeight, fullWidth] : [height, width];
  const blocks = lowering.reshape(
    fits ? image : lowering.slice(image, [1, 2], [0, 0], [height, width]),
    [batch, rows / strideY, strideY, columns / strideX, strideX * inputs],
  );

  // One matrix for each row of s taps.
  const positions = batch * outHeight * outWidth;
  const [firstY, firstX] = isUnit ? [margin - pads[0], margin - pads[1]] : [0, 0];
  const taps: string[] = [];
  for (let tapY = firstY; tapY < firstY + kernelY; tapY++) {
    for (let blockX = 0; blockX < blocksX; blockX++) {
      const startY = Math.floor(tapY / strideY);
      const row = tapY % strideY;
      const startX = firstX + blockX;
      const shifted = lowering.slice(
        blocks,
        [1, 2, 3],
        [startY, row, startX],
        [startY + outHeight, row + 1, startX + outWidth],
      );
      taps.push(lowering.reshape(shifted, [positions, strideX * inputs]));
    }
  }

  const gradient = lowering.plain({ value: dy.value, shape: [positions, outputs] });
  const multiply = (matrix: string): string =>
    builder.node('Gemm', [matrix, gradient], { transA: 1 });
  const product =
    strideX * inputs < NARROW
      ? multiply(lowering.concat(taps, 1))
      : lowering.concat(taps.map(multiply), 0);
  const filter = lowering.reshape(product, [kernelY, blocksX * strideX, inputs, outputs]);
  return blocksX * strideX > kernelX ? lowering.slice(filter, [1], [0], [kernelX]) : filter;
}

/** How much zero border the output's gradient needs so that every shift of it covers the input. */
function gradientBorder({ kernel, pads, input, output }: ConvolutionAttributes): number[] {
  const [top, left] = [kernel[0] - 1 - pads[0], kernel[1] - 1 - pads[1]];
  return [top, left, input[1] - output[1] + pads[0], input[2] - output[2] + pads[1]];
}

function fitsShiftedGradient(attributes: ConvolutionAttributes): boolean {
  return gradientBorder(attributes).every((size) => size >= 0);
}

/** Shifts the output's gradient instead: a layer that makes RGB has 3 channels there. */
function shiftGradient(
  lowering: Lowering,
  x: Use,
  dy: Use,
  attributes: ConvolutionAttributes,
): string {
  const { kernel, input, output } = attributes;
  const [batch, height, width, inputs] = input;
  const [kernelY, kernelX] = kernel;
  const outputs = output[3];
  const [top, left, bottom, right] = gradientBorder(attributes) as [number, number, number, number];
  const padded = lowering.pad(lowering.plain(dy), [0, top, left, 0], [0, bottom, right, 0]);
  const positions = batch * height * width;
  const taps: string[] = [];
  for (let y = kernelY - 1; y >= 0; y--) {
    for (let column = kernelX - 1; column >= 0; column--) {
      const shifted = lowering.slice(padded, [1, 2], [y, column], [y + height, column + width]);
      taps.push(lowering.reshape(shifted, [positions, outputs]));
    }
  }
  const image = lowering.plain({ value: x.value, shape: [positions, inputs] });
  const product = lowering.builder.node('Gemm', [image, lowering.concat(taps, 1)], { transA: 1 });
  const shape = [inputs, kernelY * kernelX, outputs];
  const filter = lowering.permute(lowering.reshape(product, shape), shape, [1, 0, 2]);
  return lowering.reshape(filter, [kernelY, kernelX, inputs, outputs]);
}
